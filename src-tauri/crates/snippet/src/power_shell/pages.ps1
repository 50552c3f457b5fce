
while ($url) {
    $page = ConvertFrom-Json -InputObject (Send-Call -Address $url -Token $token)
    $rows = $page.PSObject.Properties['value']
    if ($null -eq $rows) {
        $page
        break
    }
    $rows.Value
    $next = Get-Field $page '@odata.nextLink'
    if ($next) {
        # Only its path and query count, so the token goes nowhere else.
        $next = $origin + '/' + ($next -replace '^[A-Za-z]+://[^/?#]*', '').TrimStart('/')
        if ($next -ceq $url) {
            throw 'A page names itself as the next one.'
        }
    }
    $url = $next
}
