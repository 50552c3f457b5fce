
// Opens the browser. MSAL listens on this computer and uses PKCE.
async Task<string> SignInAsync()
{
    var result = await Application()
        .AcquireTokenInteractive(new[] { scope })
        .WithUseEmbeddedWebView(false)
        .ExecuteAsync();
    return result.AccessToken;
}
