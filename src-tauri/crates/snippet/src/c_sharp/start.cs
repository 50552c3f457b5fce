
// ---- From here on nothing needs to be changed. --------------------------------------------------

Console.OutputEncoding = Encoding.UTF8;
using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(5) };
var token = await SignInAsync();
