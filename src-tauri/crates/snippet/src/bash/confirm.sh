say "This acts on a device: ${request[1]} $url"
say "Type $confirmation to go on:"
IFS= read -r typed || true
[[ $typed == "$confirmation" ]] || stop 'nothing was sent.'
