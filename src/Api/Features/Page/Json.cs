using System.Text.Json;

namespace Api.Features.Page;

/// <summary>Reads members that may be missing, because a request can select other fields.</summary>
internal static class Json
{
    public static JsonElement? Get(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member)
        && member.ValueKind is not JsonValueKind.Null ? member : null;

    public static string? Text(this JsonElement json, string name) => json.Get(name) is { } member ? member.ToString() : null;

    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) =>
        json.Get(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    public static IReadOnlyList<JsonProperty> Members(this JsonElement json, string name) =>
        json.Get(name) is { ValueKind: JsonValueKind.Object } found ? [.. found.EnumerateObject()] : [];
}
