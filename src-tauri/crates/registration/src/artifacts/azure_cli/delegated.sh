
# ---- Delegated permissions: what a signed-in person lets the application do. --------------------

look_up delegated 'oauth2PermissionScopes[?isEnabled]'
find_application
if [[ -z $object_id ]]; then
  create_application "{\"displayName\": $(json_string "$app_name"), \"signInAudience\": \"$sign_in_audience\", \"isFallbackPublicClient\": $public_client_flows, \"publicClient\": {\"redirectUris\": [\"$redirect_uri\"]}, \"requiredResourceAccess\": [{\"resourceAppId\": \"$api\", \"resourceAccess\": $(entries Scope)}]}"
else
  elsewhere=$(request get "applications/$object_id" --output tsv \
    --query "[web.redirectUris, spa.redirectUris][] | [?@=='$redirect_uri'] | [0]")
  [[ -z $elsewhere ]] ||
    stop "the registration has $redirect_uri under Web or Single-page application. Move it to Mobile and desktop applications."
  audience=$(request get "applications/$object_id" --query signInAudience --output tsv)
  [[ $audience == "$sign_in_audience" ]] ||
    say "Note: the registration's account types are $audience, not $sign_in_audience. They stay as they are."

  changes=''
  access=$(required_access Scope)
  if [[ -n $access ]]; then
    changes+="\"requiredResourceAccess\": $access"
  fi
  listed=$(request get "applications/$object_id" --output tsv --query "publicClient.redirectUris[?@=='$redirect_uri'] | [0]")
  if [[ -z $listed ]]; then
    uris=$(request get "applications/$object_id" --output json --query "[publicClient.redirectUris, ['$redirect_uri']][]")
    changes+="${changes:+, }\"publicClient\": {\"redirectUris\": $uris}"
  fi
  switch=$(request get "applications/$object_id" --query isFallbackPublicClient --output tsv)
  if [[ $public_client_flows == true && $switch != true ]]; then
    changes+="${changes:+, }\"isFallbackPublicClient\": true"
  elif [[ $public_client_flows == false && $switch == true ]]; then
    say 'Note: public client flows are allowed, which is not needed here. The switch stays as it is.'
  fi
  if [[ -n $changes ]]; then
    update_application "$changes"
  fi
fi

our_principal=$(patiently service_principal "$client_id") || stop 'the service principal of the application could not be made.'

# Consents for everybody in the tenant. A consent that is there keeps what it covers.
grant_consent() {
  local found id='' scopes='' merged name
  found=$(request get oauth2PermissionGrants \
    --uri-parameters "\$filter=clientId eq '$our_principal' and consentType eq 'AllPrincipals'" \
    --query "value[?resourceId=='$api_principal'].[id, scope || '']" --output tsv) || return 1
  found=${found%%$'\n'*}
  if [[ -n $found ]]; then
    id=${found%%$'\t'*}
    scopes=${found#*$'\t'}
  fi
  merged=$scopes
  for name in "${permissions[@]}"; do
    [[ " $merged " == *" $name "* ]] || merged+=" $name"
  done
  if [[ -z $id ]]; then
    request post oauth2PermissionGrants --output none \
      --body "{\"clientId\": \"$our_principal\", \"consentType\": \"AllPrincipals\", \"resourceId\": \"$api_principal\", \"scope\": $(json_string "${merged# }")}" ||
      return 1
    say 'Granted consent for the tenant.'
  elif [[ $merged != "$scopes" ]]; then
    request patch "oauth2PermissionGrants/$id" --output none --body "{\"scope\": $(json_string "${merged# }")}" || return 1
    say 'Added the new permissions to the consent for the tenant.'
  fi
}

patiently grant_consent || stop 'consent could not be granted. It needs a Cloud Application Administrator.'

say 'Done. A token that was issued before keeps its old permissions: sign in again.'
printf 'Application (client) ID: %s\n' "$client_id"
printf 'Directory (tenant) ID:   %s\n' "$tenant_id"
