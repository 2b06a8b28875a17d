using System.Text.Json.Nodes;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Reading;
using Dataset;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>Documents parameters, those first that are used most.</summary>
internal sealed class ParameterDocumenter(OpenApiDocument document)
{
    /// <summary>A longer address is refused.</summary>
    private const int LongestText = AddressLength.Most;

    /// <summary>Control characters and bytes that are not UTF-8 are refused.</summary>
    private const string TextPattern = @"^[^\u0000-\u001F\u007F-\u009F\uFFFD]*$";

    private const string CountryPattern = "[A-Z]{3}";

    /// <summary>The parameters that most people want first. The others follow in the order of the fields.</summary>
    private static readonly string[] First =
        ["q", "country", "dyad", "person", "topic", "kind", "indicator", "status", "resource", "date_from", "date_to", "sort", "limit", "cursor"];

    /// <summary>Descriptions of the parameters that differ by view, whose rules are at the beginning of the document.</summary>
    private static readonly Dictionary<string, string> Short = new()
    {
        ["fields"] = "Fields to include, in this order; all when absent.",
        ["sort"] = "Fields to sort by, each with a minus to descend.",
        ["group_by"] = "Fields to group the records by: one row per group.",
        ["by"] = "Fields to count records by; all when absent.",
    };

    public OpenApiParameter Path(PathParameter parameter, RequestKind? kind) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Path,
        Required = true,
        Description = parameter.Description,
        Example = JsonValue.Create(parameter.Example),
        Schema = parameter.Allowed is { } allowed
            ? Components.OneOf(document, $"{kind?.ToString() ?? nameof(RequestKind.Citation)}Format", "The extension of an address.", allowed)
            : Text("^[^/]+$"),
    };

    public IEnumerable<OpenApiParameter> Of(ViewOperation about)
    {
        var view = about.View;
        var common = CommonParameter.All.Where(parameter => parameter.Kinds.Contains(about.Kind) && parameter.Fits(view))
            .Select(parameter => Common(parameter, about)).ToLookup(parameter => First.Contains(parameter.Name));
        var filters = (about.Kind == RequestKind.Record ? [] : view.Filters).ToLookup(filter => filter.Operator.Suffix.Length > 0);
        return view.Inputs.Select(input => Own(input, view))
            .Concat(common[true].Concat(filters[false].Select(Filter))
                .OrderBy(parameter => Array.IndexOf(First, parameter.Name) is var at and >= 0 ? at : First.Length))
            .Concat(common[false])
            .Concat(filters[true].Select(Filter))
            .Select(parameter => WithExample(parameter, view.Name));
    }

    private static OpenApiParameter WithExample(OpenApiParameter parameter, string view)
    {
        parameter.Example = Examples.Of(view, parameter.Name!, parameter.Schema!);
        return parameter;
    }

    public OpenApiParameter Common(string name) => WithExample(Common(CommonParameter.All.Single(parameter => parameter.Name == name), null), "");

    private OpenApiParameter Common(CommonParameter parameter, ViewOperation? about)
    {
        var query = Query(parameter.Name, Short.GetValueOrDefault(parameter.Name, parameter.Description), Schema(parameter.Name, about));
        query.Required = parameter.Name == "q" && about?.View.NeedsSearch == true;
        return query;
    }

    private OpenApiParameter Own(Input input, View view) => Query(input.Name, input.Description, input.Kind == ValueKind.WholeNumber
        ? Whole(0)
        : Components.OneOf(document, $"{view.Record.Name}{RowNames.Pascal(input.Name)}", $"Values of {input.Name}.", input.Allowed!));

    private OpenApiParameter Filter(FieldFilter filter) =>
        Query(filter.Parameter, $"`{filter.Field.Label}` {Words(filter)}", Schema(filter));

    /// <summary>Operators are explained at the beginning of the document. A plain filter has the meaning of its field.</summary>
    private static string Words(FieldFilter filter) => filter.Operator.Suffix switch
    {
        "" => $"{(filter.Field.Kind.IsList ? "has" : "is")} one of these. {filter.Field.Description} {Hint(filter)}".TrimEnd(),
        "__not" => $"{(filter.Field.Kind.IsList ? "has" : "is")} none of these.",
        "__all" => "has all of these.",
        "__gte" => "is at least this.",
        "__lte" => "is at most this.",
        "__contains" => "contains this.",
        "__is_null" => "is null, or is not.",
        _ => $"{filter.Operator.Words}.",
    };

    /// <summary>Where the values come from, unless the schema lists them. What an operator takes is what its field takes.</summary>
    private static string Hint(FieldFilter filter) => filter switch
    {
        { Field.Codes: not null } => "",
        { Field.Refers: Reference.Country or Reference.PersonOrCountry } => "Codes as in /v1/countries.",
        { Field.Refers: Reference.Dyad } => "Two codes in alphabetical order.",
        { Field.Refers: Reference.Person } => "Ids as in /v1/people.",
        { Field.Refers: Reference.Resource } => "Names as in /v1.",
        { Field.Refers: Reference.Source } => "Ids as in /v1/sources.",
        _ => "",
    };

    private static OpenApiParameter Query(string name, string description, IOpenApiSchema schema)
    {
        var parameter = new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description, Schema = schema };
        if (schema is OpenApiSchema { Type: JsonSchemaType.Array })
            (parameter.Style, parameter.Explode) = (ParameterStyle.Form, false);
        return parameter;
    }

    private IOpenApiSchema Schema(FieldFilter filter)
    {
        if (filter.Operator.Binding == OperatorBinding.Flag)
            return new OpenApiSchema { Type = JsonSchemaType.Boolean };
        IOpenApiSchema item = filter.Field switch
        {
            { Codes: { } codes } => SchemaDocumenter.Codes(codes, document),
            { Refers: Reference.Country } => Text($"^{CountryPattern}$", 3),
            { Refers: Reference.Dyad } => Text($"^{CountryPattern}-{CountryPattern}$", 7),
            { Refers: Reference.DirectedDyad } => Text($"^{CountryPattern}>{CountryPattern}$", 7),
            { Refers: Reference.PersonOrCountry } => Text($"^{CountryPattern}$|{Slug.Pattern}", Slug.Longest),
            { Refers: Reference.Person or Reference.Source } => Text(Slug.Pattern, Slug.Longest),
            { Kind.IsList: true } => Text(TextPattern),
            { Kind.JsonType: "integer" } => Whole(),
            { Kind.JsonType: "boolean" } => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            { Kind.JsonType: "number" } => new OpenApiSchema { Type = JsonSchemaType.Number },
            { Kind.JsonFormat: { } format, Kind.LongestText: var longest } =>
                new OpenApiSchema { Type = JsonSchemaType.String, Format = format, MaxLength = longest },
            { Kind: var kind } => Text(kind.Pattern ?? TextPattern, kind.LongestText ?? LongestText),
        };
        return filter.Operator.Binding == OperatorBinding.Many ? List(item, Values.MostListed, unique: false) : item;
    }

    private IOpenApiSchema Schema(string name, ViewOperation? about) => name switch
    {
        "limit" => Whole(1, CommonParameter.MostRecords),
        "dataset_version" => Whole(1),
        "width" => Whole(PictureSize.LeastWidth, PictureSize.MostWidth),
        "height" => Whole(PictureSize.LeastHeight, PictureSize.MostHeight),
        "theme" => Components.OneOf(document, "Theme", "Colours of a picture.", ["light", "dark"]),
        "bom" or "snippets" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        "q" => Text(TextPattern, CommonParameter.LongestSearch),
        "date_from" or "date_to" or "around" => Text("^[0-9]{4}(-[01][0-9](-[0-9]{2})?)?$", 10),
        "window" => Text("^P[0-9]{1,4}[DWMY]$", 6),
        "date_match" => Components.OneOf(document, "DateMatch", "How an uncertain date matches a window of time.", ["possible", "certain"]),
        "by" or "group_by" or "fields" or "sort" => Named(name, about!),
        _ => Text(TextPattern),
    };

    /// <summary>A list of fields, by their names.</summary>
    private OpenApiSchema Named(string parameter, ViewOperation about)
    {
        var view = about.View;
        var groups = Grouping.Possible(view).Select(column => column.Field).ToArray();
        Field[] columns = about.Kind == RequestKind.Record ? [.. view.Fields]
            : [.. view.Fields.Concat(groups).Concat(Grouping.Measures(view).Select(column => column.Field)).DistinctBy(field => field.Name)];
        var (suffix, description, names) = parameter switch
        {
            "by" => ("Facet", "A field by whose values records are counted.", view.Facets.Select(field => field.Name)),
            "group_by" => ("Group", "A field by which records are grouped.", groups.Select(field => field.Name)),
            "fields" when about.Kind == RequestKind.Record => ("Field", "A field of a record.", columns.Select(field => field.Name)),
            "fields" => ("Column", "A field of a record or, with group_by, of a group.", columns.Select(field => field.Name)),
            _ => ("Sort", "A field, with a minus to descend. Fields of groups need group_by, and rank needs q.",
                columns.Where(field => field.Uses.HasFlag(FieldUses.Sort)).Select(field => field.Name)
                    .Concat(view.HasSearch ? [SortKey.Rank] : []).Distinct().SelectMany(name => new[] { name, $"-{name}" })),
        };
        var all = names.ToArray();
        return List(Components.OneOf(document, $"{view.Record.Name}{suffix}Name", description, all), all.Length, unique: true);
    }

    private static OpenApiSchema Text(string pattern, int longest = LongestText) =>
        new() { Type = JsonSchemaType.String, Pattern = pattern, MaxLength = longest };

    /// <summary>The format is the bound where there is no other: a bound of two thousand million would be shown as an example.</summary>
    private static OpenApiSchema Whole(int? least = null, int? most = null) =>
        new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = least?.ToString(), Maximum = most?.ToString() };

    private static OpenApiSchema List(IOpenApiSchema item, int most, bool unique) =>
        new() { Type = JsonSchemaType.Array, Items = item, MaxItems = most, UniqueItems = unique ? true : null };
}
