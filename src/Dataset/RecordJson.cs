using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dataset;

/// <summary>Records as JSON: in seed files and in the database.</summary>
public static class RecordJson
{
    /// <summary>snake_case names, and codes as text.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
