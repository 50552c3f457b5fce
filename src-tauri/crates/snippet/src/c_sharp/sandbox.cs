
// MSAL takes https addresses alone, and the sandbox tenant on this computer has http: a device code without MSAL.
async Task<string> SignInAsync()
{
    using var codes = await AskAsync("devicecode", new() { ["client_id"] = clientId, ["scope"] = scope });
    var root = codes.RootElement;
    if (!root.TryGetProperty("device_code", out var deviceCode))
    {
        throw new InvalidOperationException($"There is no device code: {root}");
    }
    Console.Error.WriteLine(
        $"To sign in, open {root.GetProperty("verification_uri")} and enter the code {root.GetProperty("user_code")}");
    var interval = root.TryGetProperty("interval", out var said) ? said.GetInt32() : 5;
    while (true)
    {
        await Task.Delay(TimeSpan.FromSeconds(interval));
        using var answer = await AskAsync("token", new()
        {
            ["client_id"] = clientId,
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code",
            ["device_code"] = deviceCode.GetString()!,
        });
        if (answer.RootElement.TryGetProperty("access_token", out var accessToken))
        {
            return accessToken.GetString()!;
        }
        var error = answer.RootElement.TryGetProperty("error", out var name) ? name.GetString() : null;
        if (error == "slow_down")
        {
            interval += 5;
        }
        else if (error != "authorization_pending")
        {
            throw new InvalidOperationException($"The sign-in failed: {answer.RootElement}");
        }
    }
}

// A form to the sign-in service. An error of the service is an answer, too.
async Task<JsonDocument> AskAsync(string path, Dictionary<string, string> fields)
{
    using var response = await http.PostAsync($"{authority}/oauth2/v2.0/{path}", new FormUrlEncodedContent(fields));
    return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
}
