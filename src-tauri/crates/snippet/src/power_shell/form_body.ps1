
# The form, anew for each time it is sent. Files are read from the folder this script runs in.
function New-Content {
    $form = New-Object System.Net.Http.MultipartFormDataContent
    foreach ($field in $fields) {
        $name = '"' + $field['Name'] + '"'
        if ($field.ContainsKey('File')) {
            $path = [IO.Path]::Combine((Get-Location).ProviderPath, $field['File'])
            $part = New-Object System.Net.Http.ByteArrayContent -ArgumentList (, [IO.File]::ReadAllBytes($path))
            $part.Headers.ContentType = [System.Net.Http.Headers.MediaTypeHeaderValue]::Parse('application/octet-stream')
            $form.Add($part, $name, '"' + [IO.Path]::GetFileName($path) + '"')
        } else {
            $part = New-Object System.Net.Http.StringContent -ArgumentList $field['Text']
            $form.Add($part, $name)
        }
    }
    # A list would be taken apart on its way out.
    , $form
}
