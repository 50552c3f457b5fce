
while [[ -n $url ]]; do
  send "$url"
  jq -c 'if type == "object" and (.value | type) == "array" then .value[] else . end' "$folder/answer" ||
    stop "$url did not answer with JSON."
  next=$(jq -r 'if type == "object" then .["@odata.nextLink"] // empty else empty end' "$folder/answer")
  if [[ -n $next ]]; then
    # Only its path and query count, so the token goes nowhere else.
    next=${next#*://}
    next=$origin/${next#*/}
    [[ $next != "$url" ]] || stop 'a page names itself as the next one.'
  fi
  url=$next
done
