
# ---- Delegated permissions: what a signed-in person lets the application do. --------------------

# The redirect URIs of a platform of the registration: web, spa or publicClient.
function Get-RedirectUri {
    param($Platform)
    if ($Platform) {
        Get-ListItem $Platform['redirectUris']
    }
}

$wantedIds = @(Get-PermissionId -Kind 'delegated' -Offered @(Get-ListItem $apiPrincipal['oauth2PermissionScopes']))
$found = @(Find-Application)
if ($found.Count -eq 0) {
    $application = Invoke-Graph -Method 'POST' -Path 'applications' -Body @{
        displayName            = $appName
        signInAudience         = $signInAudience
        isFallbackPublicClient = $publicClientFlows
        publicClient           = @{ redirectUris = @($redirectUri) }
        requiredResourceAccess = @(
            @{
                resourceAppId  = $api
                resourceAccess = @(foreach ($id in $wantedIds) { @{ id = $id; type = 'Scope' } })
            }
        )
    }
    Write-Host "Created the registration $($application['appId'])."
} else {
    $application = $found[0]
    $elsewhere = @(Get-RedirectUri $application['web']) + @(Get-RedirectUri $application['spa'])
    if ($elsewhere -ccontains $redirectUri) {
        throw "The registration has $redirectUri under Web or Single-page application. Move it to Mobile and desktop applications."
    }
    $changes = @{}
    $access = @(Get-RequiredAccess -Application $application -Type 'Scope' -Ids $wantedIds)
    if ($access.Count -gt 0) {
        $changes['requiredResourceAccess'] = $access
    }
    $uris = @(Get-RedirectUri $application['publicClient'])
    if ($uris -cnotcontains $redirectUri) {
        $changes['publicClient'] = @{ redirectUris = @($uris + $redirectUri) }
    }
    if ($publicClientFlows -and -not $application['isFallbackPublicClient']) {
        $changes['isFallbackPublicClient'] = $true
    } elseif ($application['isFallbackPublicClient'] -and -not $publicClientFlows) {
        Write-Host 'Note: public client flows are allowed, which is not needed here. The switch stays as it is.'
    }
    Update-Application -ObjectId $application['id'] -Changes $changes
}

$appId = $application['appId']
$ourPrincipalId = Invoke-Patiently { Get-ServicePrincipalId -AppId $appId }

# Consents for everybody in the tenant. A consent that is there keeps what it covers.
function Grant-Consent {
    $grants = @(Find-Object -Collection 'oauth2PermissionGrants' -Filter "clientId eq '$ourPrincipalId' and consentType eq 'AllPrincipals'")
    $grant = @($grants | Where-Object { $_['resourceId'] -eq $apiPrincipalId })
    if ($grant.Count -eq 0) {
        Invoke-Graph -Method 'POST' -Path 'oauth2PermissionGrants' -Body @{
            clientId    = $ourPrincipalId
            consentType = 'AllPrincipals'
            resourceId  = $apiPrincipalId
            scope       = $permissions -join ' '
        } | Out-Null
        Write-Host 'Granted consent for the tenant.'
        return
    }
    $granted = @("$($grant[0]['scope'])".Split(' ') | Where-Object { $_ })
    $missing = @($permissions | Where-Object { $granted -cnotcontains $_ })
    if ($missing.Count -gt 0) {
        $scope = ($granted + $missing) -join ' '
        Invoke-Graph -Method 'PATCH' -Path "oauth2PermissionGrants/$($grant[0]['id'])" -Body @{ scope = $scope } | Out-Null
        Write-Host 'Added the new permissions to the consent for the tenant.'
    }
}

Invoke-Patiently { Grant-Consent }

Write-Host 'Done. A token that was issued before keeps its old permissions: sign in again.'
Write-Output "Application (client) ID: $appId"
Write-Output "Directory (tenant) ID:   $tenantId"
