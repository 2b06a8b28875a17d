using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reference;

/// <summary>The current version.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ContentHash">SHA-256 of its content.</param>
/// <param name="CursorKey">The database's own secret.</param>
internal sealed record DatasetVersion(int Version, string ContentHash, byte[] CursorKey)
{
    /// <summary>Writes the version and the filters of the answer, and leaves the object open.</summary>
    public void BeginMeta(Utf8JsonWriter json, IReadOnlyList<(string Name, string Value)> filters)
    {
        json.WriteStartObject("meta");
        json.WriteNumber("dataset_version", Version);
        json.WriteString("content_hash", ContentHash);
        json.WriteStartObject("applied_filters");
        foreach (var (name, value) in filters)
            json.WriteString(name, value);
        json.WriteEndObject();
    }
}

/// <summary>The description of a page.</summary>
/// <param name="Resource">Its path below /v1.</param>
/// <param name="Question">Its parameters without the limit. Its cursor is bound to them.</param>
/// <param name="Sort">Its order.</param>
/// <param name="Filters">Its filters.</param>
internal sealed record Page(string Resource, string Question, string Sort, IReadOnlyList<(string Name, string Value)> Filters)
{
    private const int SealLength = 16;

    /// <summary>The address of the page after this one, with the service's own cursor.</summary>
    public string Next(HttpRequest request, int limit, DatasetVersion version, string?[] keys)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new { version.Version, Keys = keys });
        byte[] bound = [.. Encoding.UTF8.GetBytes($"{Resource}?{Question}"), 0, .. payload];
        var seal = HMACSHA256.HashData(version.CursorKey, bound).AsSpan(0, SealLength);
        var given = request.Query.Append(new("limit", limit.ToString())).DistinctBy(pair => pair.Key)
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}");
        return $"http://{request.Host}/v1/{Resource}?{string.Join('&', given)}&cursor={Base64Url.EncodeToString([.. seal, .. payload])}";
    }
}
