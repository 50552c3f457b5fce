Write-Host "This acts on a device: $method $url"
if ((Read-Host -Prompt "Type $confirmation to go on").Trim() -cne $confirmation) {
    throw 'Nothing was sent.'
}
