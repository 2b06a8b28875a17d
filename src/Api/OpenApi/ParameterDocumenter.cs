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

    /// <summary>All parameters of a view's operation: those of its own query, the common ones, then its filters.</summary>
    public static IEnumerable<IOpenApiParameter> Of(ViewOperation about, OpenApiDocument document) => about.View.Inputs.Select(Own).Concat(CommonParameter.All
        .Where(parameter => parameter.Asks.Contains(about.Ask) && parameter.Fits(about.View))
        .Select(parameter => Common(parameter, about.View)))
        .Concat(about.Ask == Ask.Record ? [] : about.View.Filters.OrderBy(filter => filter.Comparison.Suffix.Length > 0).Select(Filter))
        .Select(parameter => Component(document, $"{about.View.Identifier}.{parameter.Name}", parameter));

    /// <summary>A common parameter outside of views.</summary>
    public static IOpenApiParameter Common(string name) => Common(CommonParameter.All.Single(parameter => parameter.Name == name), null);

    private static OpenApiParameter Common(CommonParameter parameter, View? view)
    {
        var allowed = view is null ? [] : Allowed(parameter.Name, view);
        var query = Query(parameter.Name, allowed.Length == 0 ? parameter.Description : $"{parameter.Description} Allowed: {string.Join(", ", allowed)}.", Schema(parameter.Name, allowed));
        query.Required = parameter.Name == "q" && view?.NeedsSearch == true;
        query.Example = query.Required ? JsonValue.Create("pipeline") : null;
        return query;
    }

    /// <summary>The names of fields that a parameter takes; with group_by those of the groups' columns.</summary>
    private static string[] Allowed(string parameter, View view) => parameter switch
    {
        "fields" => [.. view.Fields.Select(field => field.Name)],
        "by" => [.. view.Fields.Where(field => field.Use.HasFlag(Use.Facet)).Select(field => field.Name)],
        "group_by" => [.. Grouping.Possible(view).Select(column => column.Field.Name)],
        "sort" => [.. view.Fields.Where(field => field.Use.HasFlag(Use.Sort)).Select(field => field.Name), .. view.HasSearch ? [SortKey.Rank] : Array.Empty<string>()],
        _ => [],
    };

    private static OpenApiParameter Own(Input input) => Query(input.Name, input.Description, input.Kind == FieldKind.WholeNumber
        ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }
        : new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. input.Allowed!.Select(code => JsonValue.Create(code))], Default = JsonValue.Create((string?)input.Default) });

    private static OpenApiParameter Filter(FieldFilter filter) => Query(filter.Parameter, $"{filter.Description} {Allowed(filter)}".Trim(), Schema(filter));

    private static string Allowed(FieldFilter filter) => filter switch
    {
        { Comparison.Suffix: Comparison.IsNullSuffix } => "Allowed: true, false.",
        { Field.Codes: { } codes } => $"Allowed: {string.Join(", ", codes.Codes.Select(code => code.Name))}.",
        { Field.Refers: Reference.Country } => "Codes as in /v1/countries, for example: RUS,CHN.",
        { Field.Refers: Reference.Dyad } => "Two codes in alphabetical order, for example: CHN-RUS.",
        { Field.Refers: Reference.Person } => "Ids as in /v1/people, for example: xi-jinping.",
        { Field.Refers: Reference.Resource } => "Names as in /v1, for example: visits,exercises.",
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

    private static OpenApiSchema Schema(string name, string[] allowed) => name switch
    {
        "limit" => new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{CommonParameter.MostRecords}" },
        "dataset_version" => new() { Type = JsonSchemaType.Integer, Minimum = "1" },
        "bom" or "snippets" => new() { Type = JsonSchemaType.Boolean },
        "q" => new() { Type = JsonSchemaType.String, MaxLength = CommonParameter.LongestSearch },
        "date_match" => new() { Type = JsonSchemaType.String, Enum = [JsonValue.Create("possible"), JsonValue.Create("certain")] },
        "by" or "group_by" => List(new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. allowed.Select(value => JsonValue.Create(value))] }),
        "fields" => List(new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z_0-9]+$" }),
        "sort" => List(new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^-?[a-z_0-9]+$" }),
        _ => new() { Type = JsonSchemaType.String },
    };

    private static OpenApiSchema List(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item };

    /// <summary>List, table and counts share their parameters, which stand once in the document.</summary>
    private static OpenApiParameterReference Component(OpenApiDocument document, string name, OpenApiParameter parameter)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Parameters ??= new Dictionary<string, IOpenApiParameter>();
        document.Components.Parameters.TryAdd(name, parameter);
        return new OpenApiParameterReference(name, document);
    }
}
