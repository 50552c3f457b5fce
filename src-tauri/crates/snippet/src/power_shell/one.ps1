$text = Send-Call -Address $url -Token $token
try {
    ConvertFrom-Json -InputObject $text
} catch {
    $text
}
