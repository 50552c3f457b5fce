
// Shows a code to enter in a browser on any device.
async Task<string> SignInAsync()
{
    var result = await Application()
        .AcquireTokenWithDeviceCode(new[] { scope }, code =>
        {
            Console.Error.WriteLine($"To sign in, open {code.VerificationUrl} and enter the code {code.UserCode}");
            return Task.CompletedTask;
        })
        .ExecuteAsync();
    return result.AccessToken;
}
