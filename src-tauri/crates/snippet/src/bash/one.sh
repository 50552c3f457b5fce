send "$url"
jq . "$folder/answer" 2>/dev/null || cat "$folder/answer"
