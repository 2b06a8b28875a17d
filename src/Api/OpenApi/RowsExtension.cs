using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>The schemas of records for requests with fields, and of the rows of a list for requests with group_by.</summary>
internal sealed class RowsExtension(IOpenApiSchema partial, IOpenApiSchema? group) : IOpenApiExtension
{
    public void Write(IOpenApiWriter writer, OpenApiSpecVersion specVersion)
    {
        writer.WriteStartObject();
        foreach (var (parameter, schema) in new[] { ("fields", partial), ("group_by", group) })
        {
            if (schema is null)
                continue;
            writer.WritePropertyName(parameter);
            if (specVersion == OpenApiSpecVersion.OpenApi3_0)
                schema.SerializeAsV3(writer);
            else
                schema.SerializeAsV31(writer);
        }

        writer.WriteEndObject();
    }
}
