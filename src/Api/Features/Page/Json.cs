using System.Text.Json;

namespace Api.Features.Page;

/// <summary>Reads members that may not be there: a client may have asked for other fields.</summary>
internal static class Json
{
    /// <summary>The member, or null where there is none or it is null.</summary>
    public static JsonElement? Get(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    /// <summary>The member as text, or null.</summary>
    public static string? Text(this JsonElement json, string name) => json.Get(name) is { } member ? member.ToString() : null;

    /// <summary>The items of a member that is a list; none where there is no such list.</summary>
    public static IReadOnlyList<JsonElement> Items(this JsonElement json, string name) =>
        json.Get(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    /// <summary>The members of a member that is an object.</summary>
    public static IReadOnlyList<JsonProperty> Members(this JsonElement json, string name) =>
        json.Get(name) is { ValueKind: JsonValueKind.Object } found ? [.. found.EnumerateObject()] : [];
}
