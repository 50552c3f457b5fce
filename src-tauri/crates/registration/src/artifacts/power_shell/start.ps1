
# ---- From here on nothing needs to be changed. --------------------------------------------------

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# One request to Microsoft Graph; what it answers comes as a hash table.
function Invoke-Graph {
    param([string] $Method, [string] $Path, [hashtable] $Body)
    $request = @{ Method = $Method; Uri = "$graph/v1.0/$Path"; OutputType = 'HashTable' }
    if ($null -ne $Body) {
        $request['Body'] = ConvertTo-Json -InputObject $Body -Depth 10 -Compress
        # Without the charset, letters beyond Latin-1 would be lost.
        $request['ContentType'] = 'application/json; charset=utf-8'
    }
    Invoke-MgGraphRequest @request
}

# The items of a list that may be missing.
function Get-ListItem {
    param($List)
    $List | Where-Object { $null -ne $_ }
}

# The objects of a collection that a filter lets through.
function Find-Object {
    param([string] $Collection, [string] $Filter, [string] $Select)
    $query = '$filter=' + [uri]::EscapeDataString($Filter)
    if ($Select) {
        $query += '&$select=' + $Select
    }
    $answer = Invoke-Graph -Method 'GET' -Path ($Collection + '?' + $query)
    Get-ListItem $answer['value']
}

# Does something again while Microsoft Entra spreads a new object to all its servers: six times within half a minute.
# Missing rights do not come by waiting, so that refusal ends it at once.
function Invoke-Patiently {
    param([scriptblock] $Action)
    for ($attempt = 1; $true; $attempt++) {
        try {
            return (& $Action)
        } catch {
            $refused = "$_ $($_.Exception.Message)" -match 'Authorization_RequestDenied|Insufficient privileges|Forbidden'
            if ($refused -or $attempt -ge 6) {
                throw
            }
            Start-Sleep -Seconds 5
        }
    }
}

# The object id of the service principal of an application. Makes the service principal where the tenant has none.
function Get-ServicePrincipalId {
    param([string] $AppId)
    $found = @(Find-Object -Collection 'servicePrincipals' -Filter "appId eq '$AppId'" -Select 'id')
    if ($found.Count -gt 0) {
        return $found[0]['id']
    }
    $made = Invoke-Graph -Method 'POST' -Path 'servicePrincipals' -Body @{ appId = $AppId }
    Write-Host "Created the service principal of application $AppId."
    return $made['id']
}

# The ids of the wanted permissions, which the tenant's own copy of the API gives by name.
function Get-PermissionId {
    param([string] $Kind, [object[]] $Offered)
    $unknown = @()
    foreach ($name in $permissions) {
        $match = @($Offered | Where-Object { $_['isEnabled'] -and $_['value'] -ceq $name })
        if ($match.Count -eq 1) {
            $match[0]['id']
        } else {
            $unknown += $name
        }
    }
    if ($unknown.Count -gt 0) {
        $names = @($Offered | Where-Object { $_['isEnabled'] } | ForEach-Object { $_['value'] } | Sort-Object)
        Write-Host "WindowsDefenderATP has these $Kind permissions in this tenant: $($names -join ', ')"
        throw "No $Kind permission has this name: $($unknown -join ', ')"
    }
}

# The registration: by client id where one is given, else by name. Nothing where there is none yet.
function Find-Application {
    if ($clientId) {
        if ($clientId -notmatch $guidPattern) {
            throw '$clientId is not a GUID.'
        }
        $filter = "appId eq '$clientId'"
    } else {
        $filter = "displayName eq '" + $appName.Replace("'", "''") + "'"
    }
    $found = @(Find-Object -Collection 'applications' -Filter $filter)
    if ($found.Count -gt 1) {
        $ids = @($found | ForEach-Object { $_['appId'] }) -join ', '
        throw "Several registrations have this name: $ids. Put the right ID into `$clientId at the top of this script."
    }
    if ($found.Count -eq 0 -and $clientId) {
        throw "This tenant has no registration with the ID $clientId."
    }
    if ($found.Count -eq 1) {
        Write-Host "Found the registration $($found[0]['appId']); what it has, it keeps."
        if ($found[0]['signInAudience'] -ne $signInAudience) {
            Write-Host "Note: its account types are $($found[0]['signInAudience']), not $signInAudience. They stay as they are."
        }
    }
    $found
}

# What requiredResourceAccess has to become so that it lists the wanted permissions too; nothing where it does. All that is
# listed stays, of this API and of others.
function Get-RequiredAccess {
    param([hashtable] $Application, [string] $Type, [string[]] $Ids)
    $others = @()
    $ours = @()
    foreach ($entry in @(Get-ListItem $Application['requiredResourceAccess'])) {
        $items = @(foreach ($item in @(Get-ListItem $entry['resourceAccess'])) { @{ id = $item['id']; type = $item['type'] } })
        if ($entry['resourceAppId'] -eq $api) {
            $ours += $items
        } else {
            $others += @{ resourceAppId = $entry['resourceAppId']; resourceAccess = $items }
        }
    }
    $listed = @($ours | Where-Object { $_['type'] -eq $Type } | ForEach-Object { $_['id'] })
    $missing = @($Ids | Where-Object { $listed -notcontains $_ })
    if ($missing.Count -gt 0) {
        foreach ($id in $missing) {
            $ours += @{ id = $id; type = $Type }
        }
        $others + @{ resourceAppId = $api; resourceAccess = $ours }
    }
}

# Changes the registration where there is something to change.
function Update-Application {
    param([string] $ObjectId, [hashtable] $Changes)
    if ($Changes.Count -gt 0) {
        Invoke-Graph -Method 'PATCH' -Path "applications/$ObjectId" -Body $Changes | Out-Null
        Write-Host 'Added to the registration what was missing.'
    }
}

$guidPattern = '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'
if ($permissions.Count -eq 0) {
    throw 'No permission is wanted.'
}
if (-not $appName) {
    throw 'The application needs a name.'
}

$connection = @{ Scopes = $scopes; Environment = $environment; NoWelcome = $true }
if ($tenant) {
    $connection['TenantId'] = $tenant
}
Connect-MgGraph @connection
$tenantId = (Get-MgContext).TenantId
if ($tenant -match $guidPattern -and $tenant -ne $tenantId) {
    throw "Signed in to the tenant $tenantId, not to $tenant."
}

# Fails where the account has no rights for it, or where the tenant has no licence for Defender for Endpoint.
$apiPrincipalId = Invoke-Patiently { Get-ServicePrincipalId -AppId $api }
$apiPrincipal = Invoke-Patiently { Invoke-Graph -Method 'GET' -Path "servicePrincipals/$apiPrincipalId" }
