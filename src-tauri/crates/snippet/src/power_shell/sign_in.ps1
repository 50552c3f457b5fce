
# ---- From here on nothing needs to be changed. --------------------------------------------------

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Net.Http
# Windows PowerShell leaves out TLS 1.2 on older systems.
[Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
$handler = New-Object System.Net.Http.HttpClientHandler
$handler.AllowAutoRedirect = $false
$http = New-Object System.Net.Http.HttpClient -ArgumentList $handler
$http.Timeout = [TimeSpan]::FromMinutes(5)

# A property of an object that may not have it.
function Get-Field {
    param($Object, [string] $Name)
    $property = $Object.PSObject.Properties[$Name]
    if ($null -ne $property) {
        $property.Value
    }
}

# A form to the sign-in service; its answer as an object. An error of the service is an answer, too.
function Send-Form {
    param([string] $Path, [hashtable] $Fields)
    $pairs = @(foreach ($name in $Fields.Keys) { $name + '=' + [uri]::EscapeDataString($Fields[$name]) })
    $content = New-Object System.Net.Http.StringContent -ArgumentList ($pairs -join '&'), ([Text.Encoding]::UTF8), 'application/x-www-form-urlencoded'
    $response = $http.PostAsync("$authority/oauth2/v2.0/$Path", $content).GetAwaiter().GetResult()
    $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    $response.Dispose()
    try {
        ConvertFrom-Json -InputObject $text
    } catch {
        throw 'The sign-in service did not answer with JSON.'
    }
}

# Signs in with a device code (RFC 8628); the access token.
function Get-Token {
    $codes = Send-Form -Path 'devicecode' -Fields @{ client_id = $clientId; scope = $scope }
    $deviceCode = Get-Field $codes 'device_code'
    if (-not $deviceCode) {
        throw "There is no device code: $(Get-Field $codes 'error'): $(Get-Field $codes 'error_description')"
    }
    Write-Host "To sign in, open $(Get-Field $codes 'verification_uri') and enter the code $(Get-Field $codes 'user_code')"
    $interval = 5
    if ($null -ne (Get-Field $codes 'interval')) {
        $interval = [int] (Get-Field $codes 'interval')
    }
    $form = @{
        client_id = $clientId
        grant_type = 'urn:ietf:params:oauth:grant-type:device_code'
        device_code = $deviceCode
    }
    while ($true) {
        Start-Sleep -Seconds $interval
        $answer = Send-Form -Path 'token' -Fields $form
        $token = Get-Field $answer 'access_token'
        if ($token) {
            return $token
        }
        $problem = Get-Field $answer 'error'
        if ($problem -eq 'slow_down') {
            $interval += 5
        } elseif ($problem -ne 'authorization_pending') {
            throw "The sign-in failed: ${problem}: $(Get-Field $answer 'error_description')"
        }
    }
}
