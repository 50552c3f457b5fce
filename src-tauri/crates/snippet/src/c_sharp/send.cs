
// Sends the call to an address; the text of the answer.
async Task<string> SendAsync(string target)
{
    for (var attempt = 1; ; attempt++)
    {
        // 1, 2, 4, 8 seconds and a little more, unless Retry-After says otherwise.
        var pause = TimeSpan.FromSeconds(Math.Pow(2, attempt - 1) + Random.Shared.NextDouble());
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), target) { Content = Content() };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                return text;
            }
            var status = (int)response.StatusCode;
            var passing = status == 408 || status == 429 || status >= 500;
            if (!passing || attempt >= attempts)
            {
                throw new InvalidOperationException($"{method} {target} answered {status}: {text}");
            }
            var retryAfter = response.Headers.RetryAfter;
            if (retryAfter?.Delta is TimeSpan delta)
            {
                pause = delta;
            }
            else if (retryAfter?.Date is DateTimeOffset date)
            {
                pause = date - DateTimeOffset.UtcNow;
            }
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && attempt < attempts)
        {
        }
        await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
    }
}
