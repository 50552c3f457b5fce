
# ---- Application permissions: what the application may do by itself. ----------------------------

look_up application "appRoles[?isEnabled && contains(allowedMemberTypes, 'Application')]"
find_application
if [[ -z $object_id ]]; then
  create_application "{\"displayName\": $(json_string "$app_name"), \"signInAudience\": \"$sign_in_audience\", \"requiredResourceAccess\": [{\"resourceAppId\": \"$api\", \"resourceAccess\": $(entries Role)}]}"
else
  audience=$(request get "applications/$object_id" --query signInAudience --output tsv)
  [[ $audience == "$sign_in_audience" ]] ||
    say "Note: the registration's account types are $audience, not $sign_in_audience. They stay as they are."
  access=$(required_access Role)
  if [[ -n $access ]]; then
    update_application "\"requiredResourceAccess\": $access"
  fi
fi

our_principal=$(patiently service_principal "$client_id") || stop 'the service principal of the application could not be made.'

# Assigns the app roles, which is the consent to application permissions. What is assigned stays.
assign_roles() {
  local assigned id
  assigned=$(request get "servicePrincipals/$our_principal/appRoleAssignments" --uri-parameters "\$top=999" \
    --query "value[?resourceId=='$api_principal'].appRoleId" --output tsv) || return 1
  for id in "${wanted_ids[@]}"; do
    if ! grep -qixF -- "$id" <<<"$assigned"; then
      request post "servicePrincipals/$our_principal/appRoleAssignments" --output none \
        --body "{\"principalId\": \"$our_principal\", \"resourceId\": \"$api_principal\", \"appRoleId\": \"$id\"}" || return 1
      say "Assigned the application permission with the id $id."
    fi
  done
}

patiently assign_roles || stop 'the permissions could not be assigned. It needs a Cloud Application Administrator.'

say 'Done. This script made no secret and no other credential; the application needs one to sign in.'
say 'Prefer a certificate, which is added beside the credentials that are there:'
say "  az ad app credential reset --id $client_id --append --cert @certificate.pem"
say 'or, where the program runs in a cloud or a pipeline, a workload identity:'
say "  az ad app federated-credential create --id $client_id --parameters credential.json"
printf 'Application (client) ID: %s\n' "$client_id"
printf 'Directory (tenant) ID:   %s\n' "$tenant_id"
