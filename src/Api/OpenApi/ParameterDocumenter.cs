using System.Text.Json.Nodes;
using Api.Listing;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Documents parameters: meaning, allowed values, and an example in words. A prefilled example would narrow the first try, so query parameters have none.</summary>
internal static class ParameterDocumenter
{
    public static IOpenApiParameter Path(PathParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = ParameterLocation.Path,
        Required = true,
        Description = parameter.Description,
        Example = JsonValue.Create(parameter.Example),
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = parameter.Allowed?.Select(value => (JsonNode)JsonValue.Create(value)).ToList() },
    };

    /// <summary>All parameters of a resource's operation: the common ones, then its filters.</summary>
    public static IEnumerable<IOpenApiParameter> Of(ResourceOperation about, OpenApiDocument document) => CommonParameter.All
        .Where(parameter => parameter.Asks.Contains(about.Ask) && parameter.Fits(about.Resource))
        .Select(parameter => Query(parameter.Name, parameter.Description, Schema(parameter.Name, about.Resource)))
        .Concat(about.Ask == Ask.Record ? [] : about.Resource.Filters.OrderBy(filter => filter.Comparison.Suffix.Length > 0).Select(Filter))
        .Select(parameter => Component(document, $"{about.Resource.Type.Table}.{parameter.Name}", parameter));

    /// <summary>A common parameter outside of resources.</summary>
    public static IOpenApiParameter Common(string name) =>
        Query(name, CommonParameter.All.Single(parameter => parameter.Name == name).Description, Schema(name, null));

    private static OpenApiParameter Filter(FieldFilter filter) => Query(filter.Parameter, $"{filter.Description} {Allowed(filter)}".Trim(), Schema(filter));

    private static string Allowed(FieldFilter filter) => filter switch
    {
        { Comparison.Suffix: Comparison.IsNullSuffix } => "Allowed: true, false.",
        { Field.Codes: { } codes } => $"Allowed: {string.Join(", ", codes.Codes.Select(code => code.Name))}.",
        { Field.Refers: Reference.Country } => "Codes as in /v1/countries, for example: RUS,CHN.",
        { Field.Refers: Reference.Dyad } => "Two codes in alphabetical order, for example: CHN-RUS.",
        { Field.Refers: Reference.Person } => "Ids as in /v1/people, for example: xi-jinping.",
        { Field.Refers: Reference.Source } => "Ids as in /v1/sources.",
        { Comparison.TakesList: true } => $"Each is a {Values.Expected(filter.Field.Kind)}; write `\\,` for a comma within a value.",
        _ => $"A {Values.Expected(filter.Field.Kind)}.",
    };

    private static OpenApiParameter Query(string name, string description, OpenApiSchema schema) => new()
    {
        Name = name,
        In = ParameterLocation.Query,
        Description = description,
        Schema = schema,
        Style = ParameterStyle.Form,
        Explode = false,
    };

    private static OpenApiSchema Schema(FieldFilter filter)
    {
        if (filter.Comparison.Suffix == Comparison.IsNullSuffix)
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        var item = filter.Field switch
        {
            { Codes: { } codes } => new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Codes.Select(code => JsonValue.Create(code.Name))] },
            { Kind: FieldKind.WholeNumber } => new OpenApiSchema { Type = JsonSchemaType.Integer },
            { Kind: FieldKind.ExactNumber } => new OpenApiSchema { Type = JsonSchemaType.Number },
            { Kind: FieldKind.Date } => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        };
        return filter.Comparison.TakesList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = item, MaxItems = Values.MostListed } : item;
    }

    private static OpenApiSchema Schema(string name, Resource? resource) => name switch
    {
        "limit" => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{CommonParameter.MostRecords}" },
        "dataset_version" => new() { Type = JsonSchemaType.Integer, Minimum = "1" },
        "bom" => new() { Type = JsonSchemaType.Boolean },
        "q" => new() { Type = JsonSchemaType.String, MaxLength = CommonParameter.LongestSearch },
        "date_match" => new() { Type = JsonSchemaType.String, Enum = [JsonValue.Create("possible"), JsonValue.Create("certain")] },
        "fields" => List(resource!.Fields.Select(field => field.Name)),
        "by" => List(resource!.Fields.Where(field => field.Use.HasFlag(Use.Facet)).Select(field => field.Name)),
        "sort" => List(resource!.Fields.Where(field => field.Use.HasFlag(Use.Sort)).Select(field => field.Name).Append(SortKey.Rank).SelectMany(field => new[] { field, $"-{field}" })),
        _ => new() { Type = JsonSchemaType.String },
    };

    private static OpenApiSchema List(IEnumerable<string> allowed) => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. allowed.Select(value => JsonValue.Create(value))] },
    };

    /// <summary>List, table and counts share their parameters, which stand once in the document.</summary>
    private static OpenApiParameterReference Component(OpenApiDocument document, string name, OpenApiParameter parameter)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Parameters ??= new Dictionary<string, IOpenApiParameter>();
        document.Components.Parameters.TryAdd(name, parameter);
        return new OpenApiParameterReference(name, document);
    }
}
