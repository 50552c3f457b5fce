
# The call has no body.
function New-Content {
    $null
}
