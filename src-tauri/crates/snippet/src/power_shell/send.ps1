
# Seconds to wait: what Retry-After says, in either form, else 1, 2, 4, 8 and a little more.
function Get-Pause {
    param($Response, [int] $Attempt)
    if ($null -ne $Response -and $null -ne $Response.Headers.RetryAfter) {
        $said = $Response.Headers.RetryAfter
        if ($null -ne $said.Delta) {
            return [Math]::Ceiling($said.Delta.TotalSeconds)
        }
        return [Math]::Max(0, [Math]::Ceiling(($said.Date - [DateTimeOffset]::UtcNow).TotalSeconds))
    }
    [Math]::Pow(2, $Attempt - 1) + (Get-Random -Minimum 0.0 -Maximum 1.0)
}

# Sends the call to an address; the text of the answer.
function Send-Call {
    param([string] $Address, [string] $Token)
    for ($attempt = 1; $true; $attempt++) {
        $request = New-Object System.Net.Http.HttpRequestMessage -ArgumentList (New-Object System.Net.Http.HttpMethod -ArgumentList $method), $Address
        $request.Headers.Authorization = New-Object System.Net.Http.Headers.AuthenticationHeaderValue -ArgumentList 'Bearer', $Token
        $request.Headers.Accept.ParseAdd('application/json')
        $request.Content = New-Content
        $response = $null
        try {
            $response = $http.SendAsync($request).GetAwaiter().GetResult()
        } catch {
            if ($attempt -ge $attempts) {
                throw
            }
        }
        if ($null -ne $response) {
            $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
            if ($response.IsSuccessStatusCode) {
                return $text
            }
            $status = [int] $response.StatusCode
            $passing = $status -eq 408 -or $status -eq 429 -or $status -ge 500
            if (-not $passing -or $attempt -ge $attempts) {
                throw "$method $Address answered ${status}: $text"
            }
        }
        Start-Sleep -Milliseconds ([int] (1000 * (Get-Pause -Response $response -Attempt $attempt)))
    }
}

$token = Get-Token
