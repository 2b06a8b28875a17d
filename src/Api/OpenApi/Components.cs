using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>What a document has once, by name, and refers to.</summary>
internal static class Components
{
    public static OpenApiSchemaReference Schema(OpenApiDocument document, string name, Func<OpenApiSchema> create)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(name))
            document.AddComponent(name, create());
        return new OpenApiSchemaReference(name, document);
    }

    public static OpenApiSchemaReference OneOf(OpenApiDocument document, string name, string description, IEnumerable<string> values) =>
        Schema(document, name, () => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = description,
            Enum = [.. values.Select(value => JsonValue.Create(value))],
        });

    public static OpenApiResponseReference Response(OpenApiDocument document, string name, Func<OpenApiResponse> create)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Responses ??= new Dictionary<string, IOpenApiResponse>();
        if (!document.Components.Responses.ContainsKey(name))
            document.Components.Responses[name] = create();
        return new OpenApiResponseReference(name, document);
    }

    public static OpenApiHeaderReference Header(OpenApiDocument document, string name, Func<OpenApiHeader> create)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Headers ??= new Dictionary<string, IOpenApiHeader>();
        if (!document.Components.Headers.ContainsKey(name))
            document.Components.Headers[name] = create();
        return new OpenApiHeaderReference(name, document);
    }
}
