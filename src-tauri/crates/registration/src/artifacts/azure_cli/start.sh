
# ---- From here on nothing needs to be changed. --------------------------------------------------

say() {
  printf '%s\n' "$*" >&2
}

stop() {
  printf 'Stopped: %s\n' "$*" >&2
  exit 1
}

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

# One request to Microsoft Graph: method, path, then what `az rest` takes.
request() {
  local method=$1 path=$2
  shift 2
  az rest --only-show-errors --method "$method" --resource "$graph" --uri "$graph/v1.0/$path" "$@"
}

# Runs a command again while Microsoft Entra spreads a new object to all its servers: six times within half a minute.
# Missing rights do not come by waiting, so that refusal ends it at once.
patiently() {
  local attempt
  for attempt in 1 2 3 4 5 6; do
    if "$@" 2>"$errors"; then
      cat "$errors" >&2
      return 0
    fi
    if grep -qiE 'Authorization_RequestDenied|Insufficient privileges|Forbidden|az login' "$errors"; then
      break
    fi
    if ((attempt < 6)); then
      sleep 5
    fi
  done
  cat "$errors" >&2
  return 1
}

is_guid() {
  [[ $1 =~ ^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$ ]]
}

# A text as a JSON string.
json_string() {
  local LC_ALL=C text=$1 json='' char i
  for ((i = 0; i < ${#text}; i++)); do
    char=${text:i:1}
    case $char in
      \" | \\) json+="\\$char" ;;
      [[:cntrl:]]) json+=$(printf '\\u%04x' "'$char") ;;
      *) json+=$char ;;
    esac
  done
  printf '"%s"' "$json"
}

# The object id of the service principal of an application. Makes the service principal where the tenant has none.
service_principal() {
  local id
  id=$(request get servicePrincipals --uri-parameters "\$filter=appId eq '$1'" "\$select=id" \
    --query 'value[0].id' --output tsv) || return 1
  if [[ -z $id ]]; then
    id=$(request post servicePrincipals --body "{\"appId\": \"$1\"}" --query id --output tsv) || return 1
    say "Created the service principal of application $1."
  fi
  printf '%s\n' "$id"
}

# Sets wanted_ids to the ids of the wanted permissions, which the tenant's own copy of the API gives by name.
look_up() {
  local kind=$1 query=$2 offered name value id found unknown=''
  offered=$(patiently request get "servicePrincipals/$api_principal" --uri-parameters "\$select=oauth2PermissionScopes,appRoles" \
    --query "$query.[value, id]" --output tsv) || stop 'the permissions of WindowsDefenderATP could not be read.'
  wanted_ids=()
  for name in "${permissions[@]}"; do
    found=''
    while IFS=$'\t' read -r value id; do
      if [[ $value == "$name" ]]; then
        found=$id
      fi
    done <<<"$offered"
    if is_guid "$found"; then
      wanted_ids+=("$found")
    else
      unknown+=" $name"
    fi
  done
  if [[ -n $unknown ]]; then
    say "WindowsDefenderATP has these $kind permissions in this tenant:"
    cut -f 1 <<<"$offered" | sort >&2
    stop "no $kind permission has this name:$unknown"
  fi
}

# The wanted permissions as entries of requiredResourceAccess.
entries() {
  local type=$1 id list=''
  for id in "${wanted_ids[@]}"; do
    list+="${list:+, }{\"id\": \"$id\", \"type\": \"$type\"}"
  done
  printf '[%s]' "$list"
}

# Sets object_id and client_id to the registration's; object_id stays empty where there is none yet.
find_application() {
  local filter found quote="'"
  object_id=''
  if [[ -n $client_id ]]; then
    is_guid "$client_id" || stop "client_id is not a GUID: $client_id"
    filter="appId eq '$client_id'"
  else
    filter="displayName eq '${app_name//$quote/$quote$quote}'"
  fi
  found=$(request get applications --uri-parameters "\$filter=$filter" "\$select=id,appId" \
    --query 'value[].[id, appId]' --output tsv)
  if [[ $found == *$'\n'* ]]; then
    say 'Application (client) IDs of the registrations with this name:'
    cut -f 2 <<<"$found" >&2
    stop 'several registrations have this name. Put the right ID into client_id at the top of this script.'
  fi
  if [[ -n $found ]]; then
    object_id=${found%%$'\t'*}
    client_id=${found#*$'\t'}
    say "Found the registration $client_id; what it has, it keeps."
  elif [[ -n $client_id ]]; then
    stop "this tenant has no registration with the ID $client_id."
  fi
}

# Makes the registration from a JSON body, and sets object_id and client_id.
create_application() {
  local created
  created=$(request post applications --body "$1" --query '[[id, appId]]' --output tsv)
  object_id=${created%%$'\t'*}
  client_id=${created#*$'\t'}
  say "Created the registration $client_id."
}

# What requiredResourceAccess has to become so that it lists the wanted permissions too; nothing where it does. All that is
# listed stays, of this API and of others.
required_access() {
  local type=$1 listed id missing=''
  listed=$(request get "applications/$object_id" --output tsv \
    --query "requiredResourceAccess[?resourceAppId=='$api'].resourceAccess[] | [?type=='$type'].id") || return 1
  for id in "${wanted_ids[@]}"; do
    if ! grep -qixF -- "$id" <<<"$listed"; then
      missing+="${missing:+, }{id: '$id', type: '$type'}"
    fi
  done
  if [[ -n $missing ]]; then
    request get "applications/$object_id" --output json \
      --query "[requiredResourceAccess[?resourceAppId!='$api'], [{resourceAppId: '$api', resourceAccess: [requiredResourceAccess[?resourceAppId=='$api'].resourceAccess[], [$missing]][]}]][]"
  fi
}

# Changes the registration; takes the members of a JSON object.
update_application() {
  request patch "applications/$object_id" --body "{$1}" --output none
  say 'Added to the registration what was missing.'
}

command -v az >/dev/null || stop 'the Azure CLI is not installed, see https://learn.microsoft.com/cli/azure/install-azure-cli'
((${#permissions[@]} > 0)) || stop 'no permission is wanted.'
[[ -n $app_name ]] || stop 'the application needs a name.'

current_cloud=$(az cloud show --query name --output tsv --only-show-errors)
[[ $current_cloud == "$cloud" ]] ||
  stop "the Azure CLI is set to the cloud $current_cloud. Run: az cloud set --name $cloud, then az login --allow-no-subscriptions"
az account show --output none --only-show-errors 2>/dev/null ||
  stop 'nobody is signed in. Run: az login --allow-no-subscriptions'

tenant_names=$(request get organization --query 'value[0].[id, verifiedDomains[].name][]' --output tsv)
tenant_id=${tenant_names%%$'\n'*}
if [[ -n $tenant ]] && ! grep -qixF -- "$tenant" <<<"$tenant_names"; then
  stop "the Azure CLI is signed in to the tenant $tenant_id, not to $tenant. Run: az login --allow-no-subscriptions --tenant $tenant"
fi

api_principal=$(patiently service_principal "$api") ||
  stop 'WindowsDefenderATP could not be added to the tenant. Without rights for it ask a Cloud Application Administrator; else the tenant may have no licence.'
