
string? address = url;
while (address is not null)
{
    using var page = JsonDocument.Parse(await SendAsync(address));
    var root = page.RootElement;
    if (root.ValueKind != JsonValueKind.Object
        || !root.TryGetProperty("value", out var rows)
        || rows.ValueKind != JsonValueKind.Array)
    {
        Console.WriteLine(JsonSerializer.Serialize(root));
        break;
    }
    foreach (var row in rows.EnumerateArray())
    {
        Console.WriteLine(JsonSerializer.Serialize(row));
    }
    var link = root.TryGetProperty("@odata.nextLink", out var next) ? next.GetString() : null;
    if (string.IsNullOrEmpty(link))
    {
        break;
    }
    // Only its path and query count, so the token goes nowhere else.
    var following = origin + "/" + new Uri(new Uri(address), link).PathAndQuery.TrimStart('/');
    if (following == address)
    {
        throw new InvalidOperationException("A page names itself as the next one.");
    }
    address = following;
}
return 0;
