using System.Text.Json.Nodes;
using Api.Formats;
using Api.Listing.Declare;
using Dataset;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Documents the bodies of answers of views.</summary>
internal static class SchemaDocumenter
{
    public static IOpenApiSchema Record(View view, OpenApiDocument document) =>
        Component(document, view.Record.Name, () => Columns(Documentation.Of(view.Record), view.Fields, document));

    /// <summary>A row of a list is a record, or with group_by a group.</summary>
    private static OpenApiSchemaReference Row(View view, OpenApiDocument document) => Component(document, $"{view.Record.Name}Row", () => Columns(
        $"{Documentation.Of(view.Record)} With group_by: a group of records, with the columns that it is grouped by and the measures.",
        [
            .. view.Fields
                .Concat(Grouping.Possible(view).Concat(Grouping.Measures(view)).Select(column => column.Field))
                .DistinctBy(field => field.Name),
        ], document));

    /// <summary>A request may select fields, so none is required.</summary>
    private static OpenApiSchema Columns(string description, IReadOnlyList<Field> fields, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalPropertiesAllowed = false,
        Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)FieldSchema(field, document)),
    };

    public static IOpenApiSchema Page(View view, OpenApiDocument document) => Component(document, $"{view.Record.Name}Page", () => Object(
        "A page of records that match.",
        ("data", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Row(view, document),
            MaxItems = CommonParameter.MostRecords,
            Description = "The records of this page.",
        }),
        ("page", Component(document, "PageInfo", () => Object(
            "The position of this page in the list.",
            ("limit", Count("The most records on the page.")),
            ("total", Count("Number of all records that match.")),
            ("next", Typed(JsonSchemaType.String | JsonSchemaType.Null, "Address of the next page; null at the end."))))),
        ("meta", Meta(document))));

    public static IOpenApiSchema Facets(OpenApiDocument document) => Component(document, "Facets", () => Object(
        "Counts of records by the values of fields.",
        ("data", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "One entry per field.",
            Items = Object(
                "A field with its values.",
                ("field", Typed(JsonSchemaType.String, "Name of the field.")),
                ("values", new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "The values, the most frequent first.",
                    Items = Object(
                        "A value and its count.",
                        ("value", Typed(JsonSchemaType.String | JsonSchemaType.Null, "The value, as text; null for records without one.")),
                        ("count", Count("Number of records that have it."))),
                })),
        }),
        ("meta", Meta(document))));

    private static OpenApiSchemaReference Meta(OpenApiDocument document) => Component(document, "Meta", () =>
    {
        var meta = Object(
            "The version and the parameters of the answer.",
            ("dataset_version", Count("Number of the dataset version.")),
            ("content_hash", Typed(JsonSchemaType.String, "SHA-256 of that version's content.")),
            ("applied_filters", new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The parsed filters, by parameter.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
            }));
        meta.Properties!["sort"] = Typed(JsonSchemaType.String, "The order, including the key at its end; absent from counts.");
        meta.Properties["counts"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "If rows of several kinds are listed together: how many match by resource, or in changes by change_kind.",
            AdditionalProperties = Count("Number of rows."),
        };
        meta.Properties["suggestions"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "If q finds nothing: similar searches, each of which finds something; empty when nothing is similar.",
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        meta.Properties["snippets"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "With snippets=true: code that reads all records of this request, by tool: curl, pandas, r, duckdb.",
            AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        return meta;
    });

    private static OpenApiSchema FieldSchema(Field field, OpenApiDocument document)
    {
        var kind = field.Kind;
        var codes = field.Codes?.Codes.Select(code => (JsonNode?)JsonValue.Create(code.Name));
        if (kind.JsonType == "array")
        {
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = field.Description,
                Items = kind.IsList
                    ? new OpenApiSchema { Type = JsonSchemaType.String, Enum = codes?.ToList()! }
                    : Component(document, field.Item!.Name, () => Item(field.Item!)),
            };
        }

        var schema = kind.JsonType == "integer"
            ? Count(field.Description)
            : Typed(Enum.Parse<JsonSchemaType>(kind.JsonType, ignoreCase: true), field.Description);
        schema.Type |= field.Nullable ? JsonSchemaType.Null : 0;
        schema.Format = kind.JsonFormat;
        schema.Enum = codes is null ? null : [.. codes.Concat(field.Nullable ? [null] : [])!];
        return schema;
    }

    private const JsonSchemaType AnyType =
        JsonSchemaType.Boolean | JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Array | JsonSchemaType.Object;

    /// <summary>An object in a list, such as evidence or a participant.</summary>
    private static OpenApiSchema Item(Type type) => Object(Documentation.Of(type), [.. ItemMember.Of(type).Select(member =>
    {
        var schema = member.Kind == ValueKind.WholeNumber
            ? Count(member.Description) : Typed(member.IsJson ? AnyType : JsonSchemaType.String, member.Description);
        schema.Type |= member.Nullable ? JsonSchemaType.Null : 0;
        schema.Items = member.IsJson ? new OpenApiSchema() : null;
        return (member.Name, (IOpenApiSchema)schema);
    })]);

    private static OpenApiSchema Object(string description, params (string Name, IOpenApiSchema Schema)[] properties) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalPropertiesAllowed = false,
        Required = properties.Select(property => property.Name).ToHashSet(),
        Properties = properties.ToDictionary(property => property.Name, property => property.Schema),
    };

    public static OpenApiSchema Typed(JsonSchemaType type, string description) => new() { Type = type, Description = description };

    /// <summary>All whole numbers in answers are counts or positions, so none is negative.</summary>
    public static OpenApiSchema Count(string? description = null, string format = "int32", long most = int.MaxValue) =>
        new() { Type = JsonSchemaType.Integer, Format = format, Minimum = "0", Maximum = $"{most}", Description = description };

    private static OpenApiSchemaReference Component(OpenApiDocument document, string name, Func<OpenApiSchema> make)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(name))
            document.AddComponent(name, make());
        return new OpenApiSchemaReference(name, document);
    }
}
