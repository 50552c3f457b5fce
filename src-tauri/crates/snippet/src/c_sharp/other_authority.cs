
// This sign-in service is none of those that Microsoft lists.
IPublicClientApplication Application() => PublicClientApplicationBuilder
    .Create(clientId)
    .WithAuthority(authority, false)
    .WithInstanceDiscovery(false)
    .WithRedirectUri("http://localhost")
    .Build();
