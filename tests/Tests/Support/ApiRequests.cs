using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Xunit;

namespace Tests.Support;

/// <summary>Sends requests as a client does, and reads the answers.</summary>
internal static class ApiRequests
{
    /// <summary>The answers read by each client. The data does not change for a test class that only reads.</summary>
    private static readonly ConditionalWeakTable<HttpClient, Dictionary<string, IReadOnlyList<JsonElement>>> Known = [];

    /// <summary>A parameter as an address has it.</summary>
    public static string Parameter(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";

    public static async Task<JsonElement> JsonAsync(this HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address} answers {(int)response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>Every record of a resource with all its fields.</summary>
    public static Task<IReadOnlyList<JsonElement>> RowsAsync(this HttpClient client, string resource) =>
        client.KnownLinesAsync($"/v1/{resource}.ndjson?sort=id");

    /// <summary>Every row of a resource or view, in its own order.</summary>
    public static Task<IReadOnlyList<JsonElement>> ListAsync(this HttpClient client, string view) =>
        client.KnownLinesAsync($"/v1/{view}.ndjson?{Cases.Query(view)}");

    private static async Task<IReadOnlyList<JsonElement>> KnownLinesAsync(this HttpClient client, string address)
    {
        var known = Known.GetOrCreateValue(client);
        lock (known)
        {
            if (known.TryGetValue(address, out var rows))
                return rows;
        }

        var read = await client.LinesAsync(address);
        lock (known)
            return known[address] = read;
    }

    /// <summary>The records of an NDJSON answer.</summary>
    public static async Task<IReadOnlyList<JsonElement>> LinesAsync(this HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address} answers {(int)response.StatusCode}: {body}");
        Assert.True(body.Length == 0 || body.EndsWith('\n'));
        return [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }

    /// <summary>The rows of a page and of all following pages.</summary>
    public static async Task<List<JsonElement>> WalkAsync(this HttpClient client, string? address)
    {
        var walked = new List<JsonElement>();
        while (address is not null)
        {
            var page = await client.JsonAsync(address);
            walked.AddRange(page.GetProperty("data").EnumerateArray());
            address = page.GetProperty("page").GetProperty("next").GetString();
        }

        return walked;
    }

    /// <summary>The ids of all matches, in the order of the answer.</summary>
    public static async Task<string[]> IdsAsync(this HttpClient client, string resource, string query = "") =>
        Ids(await client.LinesAsync($"/v1/{resource}.ndjson?fields=id&{query}"));

    public static string[] Ids(IEnumerable<JsonElement> rows) => [.. rows.Select(Id)];

    public static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    /// <summary>Sends a request with headers.</summary>
    public static async Task<HttpResponseMessage> RequestAsync(
        this HttpClient client, HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return await client.SendAsync(request);
    }

    public static Task<HttpResponseMessage> RequestAsync(this HttpClient client, string address, params (string Name, string Value)[] headers) =>
        client.RequestAsync(HttpMethod.Get, address, headers);

    /// <summary>A header of the answer or of its body; null when it is missing.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values) : null;
}
