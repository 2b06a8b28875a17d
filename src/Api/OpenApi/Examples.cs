using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>
/// Examples from the dataset, in examples.json, which a test generates. Those of the parameters of a view come from one row, so that each of them,
/// and any two that may be combined, find it.
/// </summary>
internal static class Examples
{
    private static readonly JsonObject All = Read();

    /// <summary>The value of a parameter, in the type of its schema; null where none is known.</summary>
    public static JsonNode? Of(string view, string parameter, IOpenApiSchema schema) =>
        All["parameters"]?[view]?[parameter] is { } text ? Typed(text.GetValue<string>(), schema) : null;

    /// <summary>The answer to a path, or the problem of a status.</summary>
    public static JsonNode? Answer(string of) => All["answers"]?[of]?.DeepClone();

    private static JsonNode Typed(string text, IOpenApiSchema schema) => schema.Type switch
    {
        JsonSchemaType.Array => new JsonArray(Typed(text, schema.Items!)),
        JsonSchemaType.Integer or JsonSchemaType.Number or JsonSchemaType.Boolean => JsonNode.Parse(text)!,
        _ => JsonValue.Create(text),
    };

    private static JsonObject Read()
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream("examples.json")!;
        return JsonNode.Parse(file)!.AsObject();
    }
}
