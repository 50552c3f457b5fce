
# ---- From here on nothing needs to be changed. --------------------------------------------------

say() {
  printf '%s\n' "$*" >&2
}

stop() {
  printf 'Stopped: %s\n' "$*" >&2
  exit 1
}

for program in curl jq; do
  command -v "$program" >/dev/null || stop "$program is not installed."
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A form to the sign-in service; its answer is kept in a variable. An error of the service is an answer, too.
ask() {
  local path=$1
  shift
  answer=$(curl --silent --show-error --max-time 60 --data-urlencode "client_id=$client_id" "$@" "$authority/oauth2/v2.0/$path") ||
    stop 'the sign-in service cannot be reached.'
}

# A text or a number of that answer; nothing where it has none. Control characters could steer the terminal.
field() {
  jq -r --arg name "$1" 'if type == "object" then .[$name] // empty | tostring | gsub("[[:cntrl:]]"; " ") else empty end' <<<"$answer" 2>/dev/null ||
    stop 'the sign-in service did not answer with JSON.'
}

# Signs in with a device code (RFC 8628) and sets token.
sign_in() {
  local device_code interval
  ask devicecode --data-urlencode "scope=$scope"
  device_code=$(field device_code)
  [[ -n $device_code ]] || stop "there is no device code: $(field error): $(field error_description)"
  say "To sign in, open $(field verification_uri) and enter the code $(field user_code)"
  interval=$(field interval)
  [[ $interval =~ ^[0-9]{1,3}$ ]] || interval=5
  token=''
  while [[ -z $token ]]; do
    sleep "$interval"
    ask token --data-urlencode 'grant_type=urn:ietf:params:oauth:grant-type:device_code' \
      --data-urlencode 'device_code@-' < <(printf '%s' "$device_code")
    token=$(field access_token)
    case $token/$(field error) in
      ?*/* | /authorization_pending) ;;
      /slow_down) interval=$((10#$interval + 5)) ;;
      *) stop "the sign-in failed: $(field error): $(field error_description)" ;;
    esac
  done
}
