using System.Text.Json.Nodes;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Reading;
using Dataset;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Examples of query parameters are in words, because Swagger UI would fill in a real one and narrow the first try.</summary>
internal static class ParameterDocumenter
{
    /// <summary>More names of fields than any view has.</summary>
    private const int LongestList = 100;

    /// <summary>A longer address is refused.</summary>
    private const int LongestText = AddressLength.Most;

    /// <summary>Control characters and bytes that are not UTF-8 are refused.</summary>
    private const string TextPattern = @"^[^\u0000-\u001F\u007F-\u009F\uFFFD]*$";

    private const string CountryPattern = "[A-Z]{3}";

    public static IOpenApiParameter Path(PathParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = ParameterLocation.Path,
        Required = true,
        Description = parameter.Description,
        Example = JsonValue.Create(parameter.Example),
        Schema = parameter.Allowed is { } allowed ? OneOf(allowed) : Text("^[^/]+$"),
    };

    /// <summary>The inputs of the view, the common parameters, then its filters.</summary>
    public static IEnumerable<IOpenApiParameter> Of(ViewOperation about, OpenApiDocument document) => about.View.Inputs.Select(Own)
        .Concat(CommonParameter.All
            .Where(parameter => parameter.Kinds.Contains(about.Kind) && parameter.Fits(about.View))
            .Select(parameter => Common(parameter, about.View)))
        .Concat(about.Kind == RequestKind.Record ? [] : about.View.Filters.OrderBy(filter => filter.Operator.Suffix.Length > 0).Select(Filter))
        .Select(parameter => Component(document, $"{about.View.Identifier}.{parameter.Name}", parameter));

    public static IOpenApiParameter Common(string name) => Common(CommonParameter.All.Single(parameter => parameter.Name == name), null);

    private static OpenApiParameter Common(CommonParameter parameter, View? view)
    {
        var allowed = view is null ? [] : Allowed(parameter.Name, view);
        var description = allowed.Length == 0 ? parameter.Description : $"{parameter.Description} Allowed: {string.Join(", ", allowed)}.";
        var query = Query(parameter.Name, description, Schema(parameter.Name, allowed));
        query.Required = parameter.Name == "q" && view?.NeedsSearch == true;
        query.Example = query.Required ? JsonValue.Create("pipeline") : null;
        return query;
    }

    /// <summary>The names of fields that a parameter takes; not those that only a grouped answer has.</summary>
    private static string[] Allowed(string parameter, View view) => parameter switch
    {
        "fields" => [.. view.Fields.Select(field => field.Name)],
        "by" => [.. view.Fields.Where(field => field.Uses.HasFlag(FieldUses.Facet)).Select(field => field.Name)],
        "group_by" => [.. Grouping.Possible(view).Select(column => column.Field.Name)],
        "sort" =>
        [
            .. view.Fields.Where(field => field.Uses.HasFlag(FieldUses.Sort)).Select(field => field.Name),
            .. view.HasSearch ? [SortKey.Rank] : Array.Empty<string>(),
        ],
        _ => [],
    };

    private static OpenApiParameter Own(Input input) => Query(input.Name, input.Description, input.Kind == ValueKind.WholeNumber
        ? Whole(0)
        : OneOf(input.Allowed!));

    private static OpenApiParameter Filter(FieldFilter filter) =>
        Query(filter.Parameter, $"{filter.Description} {Allowed(filter)}".Trim(), Schema(filter));

    private static string Allowed(FieldFilter filter) => filter switch
    {
        { Operator.Binding: OperatorBinding.Flag } => "Allowed: true, false.",
        { Field.Codes: { } codes } => $"Allowed: {string.Join(", ", codes.Codes.Select(code => code.Name))}.",
        { Field.Refers: Reference.Country } => "Codes as in /v1/countries, for example: RUS,CHN.",
        { Field.Refers: Reference.Dyad } => "Two codes in alphabetical order, for example: CHN-RUS.",
        { Field.Refers: Reference.Person } => "Ids as in /v1/people, for example: xi-jinping.",
        { Field.Refers: Reference.Resource } => "Names as in /v1, for example: visits,exercises.",
        { Field.Refers: Reference.Source } => "Ids as in /v1/sources.",
        { Operator.Binding: OperatorBinding.Many, Field.Kind: var kind } => $"Each is {Expected(kind)}; write `\\,` for a comma within a value.",
        { Field.Kind: var kind } => $"{char.ToUpperInvariant(kind.Noun[0])}{Expected(kind)[1..]}.",
    };

    private static string Expected(ValueKind kind) => kind.Example is null ? kind.Noun : $"{kind.Noun}, such as {kind.Example}";

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
        if (filter.Operator.Binding == OperatorBinding.Flag)
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        var item = filter.Field switch
        {
            { Codes: { } codes } => OneOf(codes.Codes.Select(code => code.Name)),
            { Refers: Reference.Country } => Text($"^{CountryPattern}$", 3),
            { Refers: Reference.Dyad } => Text($"^{CountryPattern}-{CountryPattern}$", 7),
            { Refers: Reference.DirectedDyad } => Text($"^{CountryPattern}>{CountryPattern}$", 7),
            { Refers: Reference.PersonOrCountry } => Text($"^{CountryPattern}$|{Slug.Pattern}", Slug.Longest),
            { Refers: Reference.Person or Reference.Source } => Text(Slug.Pattern, Slug.Longest),
            { Kind.IsList: true } => Text(TextPattern),
            { Kind.JsonType: "integer" } => Whole(int.MinValue),
            { Kind.JsonType: "boolean" } => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            { Kind.JsonType: "number" } => new OpenApiSchema { Type = JsonSchemaType.Number },
            { Kind.JsonFormat: { } format, Kind.LongestText: var longest } =>
                new OpenApiSchema { Type = JsonSchemaType.String, Format = format, MaxLength = longest },
            { Kind: var kind } => Text(kind.Pattern ?? TextPattern, kind.LongestText ?? LongestText),
        };
        return filter.Operator.Binding == OperatorBinding.Many
            ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = item, MaxItems = Values.MostListed } : item;
    }

    private static OpenApiSchema Schema(string name, string[] allowed) => name switch
    {
        "limit" => Whole(1, CommonParameter.MostRecords),
        "dataset_version" => Whole(1),
        "width" => Whole(PictureSize.LeastWidth, PictureSize.MostWidth),
        "height" => Whole(PictureSize.LeastHeight, PictureSize.MostHeight),
        "theme" => OneOf(["light", "dark"]),
        "bom" or "snippets" => new() { Type = JsonSchemaType.Boolean },
        "q" => Text(TextPattern, CommonParameter.LongestSearch),
        "date_from" or "date_to" or "around" => Text("^[0-9]{4}(-[01][0-9](-[0-9]{2})?)?$", 10),
        "window" => Text("^P[0-9]{1,4}[DWMY]$", 6),
        "date_match" => OneOf(["possible", "certain"]),
        "by" or "group_by" => List(OneOf(allowed), allowed.Length),
        "fields" => List(Text("^[a-z][a-z0-9_]*$"), LongestList), // With group_by the fields are others, so no list of them is always right.
        "sort" => List(Text("^-?[a-z][a-z0-9_]*$"), LongestList),
        _ => Text(TextPattern),
    };

    private static OpenApiSchema Text(string pattern, int longest = LongestText) =>
        new() { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = longest };

    private static OpenApiSchema Whole(int least, int most = int.MaxValue) =>
        new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = $"{least}", Maximum = $"{most}" };

    private static OpenApiSchema OneOf(IEnumerable<string> allowed) =>
        new() { Type = JsonSchemaType.String, Enum = [.. allowed.Select(value => JsonValue.Create(value))] };

    private static OpenApiSchema List(OpenApiSchema item, int most) =>
        new() { Type = JsonSchemaType.Array, Items = item, MaxItems = most, UniqueItems = true };

    /// <summary>List, table and counts share their parameters, which are in the document once.</summary>
    private static OpenApiParameterReference Component(OpenApiDocument document, string name, OpenApiParameter parameter)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.Parameters ??= new Dictionary<string, IOpenApiParameter>();
        document.Components.Parameters.TryAdd(name, parameter);
        return new OpenApiParameterReference(name, document);
    }
}
