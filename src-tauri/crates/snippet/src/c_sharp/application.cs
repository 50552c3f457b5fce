
IPublicClientApplication Application() => PublicClientApplicationBuilder
    .Create(clientId)
    .WithAuthority(authority)
    .WithRedirectUri("http://localhost")
    .Build();
