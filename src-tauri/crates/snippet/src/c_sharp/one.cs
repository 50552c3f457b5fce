
var answer = await SendAsync(url);
try
{
    using var json = JsonDocument.Parse(answer);
    Console.WriteLine(JsonSerializer.Serialize(json.RootElement, new JsonSerializerOptions { WriteIndented = true }));
}
catch (JsonException)
{
    Console.WriteLine(answer);
}
return 0;
