
# The body, anew for each time it is sent.
function New-Content {
    New-Object System.Net.Http.StringContent -ArgumentList $body, ([Text.Encoding]::UTF8), 'application/json'
}
