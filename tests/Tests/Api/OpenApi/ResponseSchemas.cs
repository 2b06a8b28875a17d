using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Tests.Api.OpenApi;

/// <summary>The schemas of a document's answers. Each is parsed once.</summary>
internal sealed class ResponseSchemas(ServedDocument document)
{
    private static readonly EvaluationOptions AsList = new() { OutputFormat = OutputFormat.List };

    private readonly ConcurrentDictionary<(string, string), JsonSchema> _schemas = new();

    /// <summary>The errors in the body of an answer; null when it matches the document.</summary>
    public string? Fault(string path, string status, string mediaType, JsonElement body)
    {
        var result = _schemas.GetOrAdd((path, status), _ => Make(path, status, mediaType)).Evaluate(body, AsList);
        return result.IsValid ? null : string.Join("; ", result.Details!.Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).Take(5));
    }

    /// <summary>The media types of an operation's answers.</summary>
    public IEnumerable<string> MediaTypes(string path, string status) => Answer(path, status)["content"]!.AsObject().Select(content => content.Key);

    private JsonNode Answer(string path, string status) => document.Target(document.Root["paths"]![path]!["get"]!["responses"]![status]!);

    /// <summary>Builds a schema. The document's schemas are copied into it, because it refers to them.</summary>
    private JsonSchema Make(string path, string status, string mediaType)
    {
        var schema = Answer(path, status)["content"]![mediaType]!["schema"]!.DeepClone().AsObject();
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["$defs"] = document.Root["components"]!["schemas"]!.DeepClone();
        return JsonSchema.FromText(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/"));
    }
}
