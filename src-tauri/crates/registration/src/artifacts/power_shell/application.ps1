
# ---- Application permissions: what the application may do by itself. ----------------------------

$offered = @(Get-ListItem $apiPrincipal['appRoles'] | Where-Object { $_['allowedMemberTypes'] -contains 'Application' })
$wantedIds = @(Get-PermissionId -Kind 'application' -Offered $offered)
$found = @(Find-Application)
if ($found.Count -eq 0) {
    $application = Invoke-Graph -Method 'POST' -Path 'applications' -Body @{
        displayName            = $appName
        signInAudience         = $signInAudience
        requiredResourceAccess = @(
            @{
                resourceAppId  = $api
                resourceAccess = @(foreach ($id in $wantedIds) { @{ id = $id; type = 'Role' } })
            }
        )
    }
    Write-Host "Created the registration $($application['appId'])."
} else {
    $application = $found[0]
    $changes = @{}
    $access = @(Get-RequiredAccess -Application $application -Type 'Role' -Ids $wantedIds)
    if ($access.Count -gt 0) {
        $changes['requiredResourceAccess'] = $access
    }
    Update-Application -ObjectId $application['id'] -Changes $changes
}

$appId = $application['appId']
$ourPrincipalId = Invoke-Patiently { Get-ServicePrincipalId -AppId $appId }

# Assigns the app roles, which is the consent to application permissions. What is assigned stays.
function Grant-Role {
    $path = "servicePrincipals/$ourPrincipalId/appRoleAssignments"
    $answer = Invoke-Graph -Method 'GET' -Path ($path + '?$top=999')
    $assigned = @(Get-ListItem $answer['value'] | Where-Object { $_['resourceId'] -eq $apiPrincipalId } | ForEach-Object { $_['appRoleId'] })
    foreach ($id in @($wantedIds | Where-Object { $assigned -notcontains $_ })) {
        Invoke-Graph -Method 'POST' -Path $path -Body @{
            principalId = $ourPrincipalId
            resourceId  = $apiPrincipalId
            appRoleId   = $id
        } | Out-Null
        Write-Host "Assigned the application permission with the id $id."
    }
}

Invoke-Patiently { Grant-Role }

Write-Host 'Done. This script made no secret and no other credential; the application needs one to sign in.'
Write-Host 'Prefer a certificate: in the portal, Certificates & secrets, Certificates, Upload certificate.'
Write-Host 'Or, where the program runs in a cloud or a pipeline, a workload identity: Certificates & secrets, Federated credentials.'
Write-Output "Application (client) ID: $appId"
Write-Output "Directory (tenant) ID:   $tenantId"
