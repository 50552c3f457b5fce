
Console.Error.WriteLine($"This acts on a device: {method} {url}");
Console.Error.WriteLine($"Type {confirmation} to go on:");
if (Console.ReadLine()?.Trim() != confirmation)
{
    Console.Error.WriteLine("Stopped: nothing was sent.");
    return 1;
}
