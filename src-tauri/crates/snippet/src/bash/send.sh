
# Sends the request to an address; the answer comes into the file "answer".
send() {
  local address=$1 status
  : >"$folder/answer"
  status=$(curl --silent --show-error --globoff --connect-timeout 30 --max-time 300 "${request[@]}" \
    --header @<(printf 'Authorization: Bearer %s\n' "$token") --header 'Accept: application/json' \
    --output "$folder/answer" --write-out '%{http_code}' --url "$address") || stop "$address cannot be reached."
  if [[ $status != 2?? ]]; then
    jq . "$folder/answer" >&2 2>/dev/null || cat -v "$folder/answer" >&2
    stop "$address answered $status."
  fi
}

sign_in
