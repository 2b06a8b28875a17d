using Api.Formats;
using Api.Listing.Declare;
using Dataset;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Documents the bodies of answers of views.</summary>
internal static class SchemaDocumenter
{
    /// <summary>A whole record has every field.</summary>
    public static IOpenApiSchema Record(View view, OpenApiDocument document) => Components.Schema(document, view.Record.Name, () =>
    {
        var record = Columns(Documentation.Of(view.Record), view.Fields, field => FieldSchema(field, document));
        record.Required = view.Fields.Select(field => field.Name).ToHashSet();
        return record;
    });

    /// <summary>A row of a list that selects fields.</summary>
    public static IOpenApiSchema Partial(View view, OpenApiDocument document) => Components.Schema(document, $"{view.Record.Name}Partial", () =>
        Columns($"A row of {view.Name} with the fields that the parameter fields selects; they mean what they do in {view.Record.Name}.",
            view.Fields, field => Bare(field, document)));

    /// <summary>A row of a list with groups.</summary>
    public static IOpenApiSchema Group(View view, OpenApiDocument document) => Components.Schema(document, $"{view.Record.Name}Group", () =>
    {
        var measures = Grouping.Measures(view).Select(column => column.Field).ToArray();
        return Columns($"A group of rows of {view.Name} with the columns that group_by names: count is its number of rows, and _min and _max are the "
            + "smallest and largest value of a field.",
            [.. Grouping.Possible(view).Select(column => column.Field).Concat(measures).DistinctBy(field => field.Name)],
            field => Bare(field, document));
    });

    private static OpenApiSchema Columns(string description, IReadOnlyList<Field> fields, Func<Field, IOpenApiSchema> schemaOf) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalPropertiesAllowed = false,
        Properties = fields.ToDictionary(field => field.Name, schemaOf),
    };

    public static IOpenApiSchema Page(View view, OpenApiDocument document) => Components.Schema(document, $"{view.Record.Name}Page", () => Object(
        $"A page of {view.Rows.Many} that match.",
        ("data", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = Record(view, document),
            MaxItems = CommonParameter.MostRecords,
            Description = "The records of this page.",
        }),
        ("page", Components.Schema(document, "PageInfo", () => Object(
            "The position of this page in the list.",
            ("limit", Count("The most records on the page.")),
            ("total", Count("Number of all records that match.")),
            ("next", Typed(JsonSchemaType.String | JsonSchemaType.Null, "Address of the next page; null at the end.")),
            ("next_cursor", Typed(JsonSchemaType.String | JsonSchemaType.Null,
                "The parameter cursor of the next page, which has the other parameters of this one; null at the end."))))),
        ("meta", Meta(document))));

    public static IOpenApiSchema Facets(OpenApiDocument document) => Components.Schema(document, "Facets", () => Object(
        "Counts of records by the values of fields.",
        ("data", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "One entry per field.",
            Items = Components.Schema(document, "Facet", () => Object(
                "A field with its values.",
                ("field", Typed(JsonSchemaType.String, "Name of the field.")),
                ("values", new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "The values, the most frequent first.",
                    Items = Components.Schema(document, "FacetValue", () => Object(
                        "A value and its count.",
                        ("value", Typed(JsonSchemaType.String | JsonSchemaType.Null, "The value, as text; null for records without one.")),
                        ("count", Count("Number of records that have it.")))),
                }))),
        }),
        ("meta", Meta(document))));

    private static OpenApiSchemaReference Meta(OpenApiDocument document) => Components.Schema(document, "Meta", () =>
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

    public static OpenApiSchemaReference Codes(CodeList list, OpenApiDocument document) =>
        Components.OneOf(document, list.Type.Name, list.Definition, list.Codes.Select(code => code.Name));

    private static OpenApiSchema FieldSchema(Field field, OpenApiDocument document)
    {
        var bare = Bare(field, document);
        var schema = bare as OpenApiSchema ?? new OpenApiSchema { AllOf = [bare] }; // A reference has no description in OpenAPI 3.0.
        schema.Description = field.Description;
        return schema;
    }

    /// <summary>The type of a field alone.</summary>
    private static IOpenApiSchema Bare(Field field, OpenApiDocument document)
    {
        var kind = field.Kind;
        if (kind.JsonType == "array")
        {
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = field.Codes is { } codes ? Codes(codes, document)
                    : kind.IsList ? new OpenApiSchema { Type = JsonSchemaType.String }
                    : Components.Schema(document, field.Item!.Name, () => Item(field.Item!)),
            };
        }

        if (field.Codes is { } list)
        {
            return field.Nullable
                ? new OpenApiSchema { OneOf = [Codes(list, document), new OpenApiSchema { Type = JsonSchemaType.Null }] }
                : Codes(list, document);
        }

        var schema = kind.JsonType == "integer" ? Count() : new OpenApiSchema { Type = Enum.Parse<JsonSchemaType>(kind.JsonType, ignoreCase: true) };
        schema.Type |= field.Nullable ? JsonSchemaType.Null : 0;
        schema.Format = kind.JsonFormat;
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
    public static OpenApiSchema Count(string? description = null, string format = "int32") =>
        new() { Type = JsonSchemaType.Integer, Format = format, Minimum = "0", Description = description };
}
