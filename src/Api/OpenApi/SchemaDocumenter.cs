using System.Text.Json.Nodes;
using Api.Formats;
using Api.Listing.Declare;
using Dataset;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Documents the bodies of answers about resources: every field with its type, meaning and unit.</summary>
internal static class SchemaDocumenter
{
    /// <summary>A record.</summary>
    public static IOpenApiSchema Record(View view, OpenApiDocument document) =>
        Component(document, view.Record.Name, () => Columns(Documentation.Of(view.Record), view.Fields, document));

    /// <summary>A row of a list: a record, or with group_by a group.</summary>
    private static OpenApiSchemaReference Row(View view, OpenApiDocument document) => Component(document, $"{view.Record.Name}Row", () => Columns(
        $"{Documentation.Of(view.Record)} With group_by: a group of them, with the columns that it is grouped by and the measures.",
        [.. view.Fields.Concat(Grouping.Possible(view).Concat(Grouping.Measures(view)).Select(column => column.Field)).DistinctBy(field => field.Name)], document));

    /// <summary>Only the fields asked for are there, so that none is required.</summary>
    private static OpenApiSchema Columns(string description, IReadOnlyList<Field> fields, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalPropertiesAllowed = false,
        Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)FieldSchema(field, document)),
    };

    /// <summary>A page of records.</summary>
    public static IOpenApiSchema Page(View view, OpenApiDocument document) => Component(document, $"{view.Record.Name}Page", () => Object(
        "A page of records that match.",
        ("data", new OpenApiSchema { Type = JsonSchemaType.Array, Items = Row(view, document), MaxItems = CommonParameter.MostRecords, Description = "The records of this page." }),
        ("page", Component(document, "PageInfo", () => Object(
            "Where this page stands.",
            ("limit", Count("The most records on the page.")),
            ("total", Count("How many records match in all.")),
            ("next", Typed(JsonSchemaType.String | JsonSchemaType.Null, "Address of the next page; null at the end."))))),
        ("meta", Meta(document))));

    /// <summary>Counts by value.</summary>
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
            "What the answer was made from.",
            ("dataset_version", Count("Number of the dataset version.")),
            ("content_hash", Typed(JsonSchemaType.String, "SHA-256 of that version's content.")),
            ("applied_filters", new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "The filters as they were understood, by parameter.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
            }));
        meta.Properties!["sort"] = Typed(JsonSchemaType.String, "The order, the key at its end included; absent from counts.");
        meta.Properties["counts"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "Where rows of several kinds are listed together: how many match by resource, and in changes by change_kind.",
            AdditionalProperties = Count("How many rows."),
        };
        meta.Properties["suggestions"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "Where q finds nothing: what was probably meant, each of which finds something; empty when nothing is near.",
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        meta.Properties["snippets"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "With snippets=true: code that reads all records of this question, by the tool it is for: curl, pandas, r, duckdb.",
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

    private const JsonSchemaType AnyType = JsonSchemaType.Boolean | JsonSchemaType.Number | JsonSchemaType.String | JsonSchemaType.Array | JsonSchemaType.Object;

    /// <summary>An object in a list: a piece of evidence, a participant, an attendee.</summary>
    private static OpenApiSchema Item(Type type) => Object(Documentation.Of(type), [.. ItemMember.Of(type).Select(member =>
    {
        var schema = member.Kind == ValueKind.WholeNumber ? Count(member.Description) : Typed(member.IsJson ? AnyType : JsonSchemaType.String, member.Description);
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

    /// <summary>A whole number in an answer: all of them count something, or number it, so that none is negative.</summary>
    public static OpenApiSchema Count(string? description = null, string format = "int32", long most = int.MaxValue) =>
        new() { Type = JsonSchemaType.Integer, Format = format, Minimum = "0", Maximum = $"{most}", Description = description };

    /// <summary>A schema that stands once in the document and is referred to.</summary>
    private static OpenApiSchemaReference Component(OpenApiDocument document, string name, Func<OpenApiSchema> make)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!document.Components.Schemas.ContainsKey(name))
            document.AddComponent(name, make());
        return new OpenApiSchemaReference(name, document);
    }
}
