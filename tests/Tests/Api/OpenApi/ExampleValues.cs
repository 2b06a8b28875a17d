using System.Text.Json;
using Api.Listing.Declare;
using Dataset;
using Tests.Fixtures;
using Tests.Support;

namespace Tests.Api.OpenApi;

/// <summary>Values of parameters that find one row of a view, alone and together.</summary>
internal sealed class ExampleValues(View view, IReadOnlyList<JsonElement> rows)
{
    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["date_match"] = "possible",
        ["window"] = "P1Y",
        ["limit"] = "10",
        ["dataset_version"] = "1",
        ["snippets"] = "true",
        ["bom"] = "true",
        ["width"] = "800",
        ["height"] = "420",
        ["theme"] = "dark",
        ["since"] = "0",
        ["to"] = "1",
    };

    /// <summary>The row: that for which most filters have a value.</summary>
    public JsonElement Row { get; } = rows.MaxBy(row => view.Filters.Count(filter => Meaning.Texts(Meaning.ValueOf(filter.Field, row)).Length > 0));

    /// <summary>The words of its title, from which a search may be made.</summary>
    public IEnumerable<string> Words => (Row.TryGetProperty("title", out var text) || Row.TryGetProperty("name", out text) ? text.GetString()! : "")
        .Split(' ').Where(word => word.Length > 3 && word.All(char.IsAsciiLetter));

    /// <summary>The value of a filter. Where the row has none, it is another row's, and finds that one alone.</summary>
    public (string Value, bool IsOfRow)? Of(FieldFilter filter)
    {
        var own = Meaning.Texts(Meaning.ValueOf(filter.Field, Row));
        var others = rows.SelectMany(row => Meaning.Texts(Meaning.ValueOf(filter.Field, row))).Distinct().Order(StringComparer.Ordinal).ToArray();
        var suffix = Meaning.Operator(filter);
        if (suffix == "__is_null")
            return (own.Length == 0 ? "true" : "false", true);
        if (suffix == "__not")
            return (others.Except(own).FirstOrDefault() ?? Other(filter.Field, own)) is { } other ? (Meaning.Listed(other), true) : null;
        var value = own.Concat(others).FirstOrDefault();
        return value is null ? null : (suffix switch
        {
            "__contains" => value.Split(' ', ',').First(word => word.Length > 3 || word == value.Split(' ', ',')[^1]),
            "__gte" or "__lte" => value,
            _ => Meaning.Listed(value),
        }, own.Length > 0);
    }

    /// <summary>The value of another parameter; null for the cursor, which is sealed per database, and for q.</summary>
    public string? Of(string parameter) => Fixed.GetValueOrDefault(parameter) ?? parameter switch
    {
        "date_from" => Day("date_start")?[..4],
        "date_to" => Day("date_end")?[..4],
        "around" => Day("date_start") ?? Day("date_end"),
        "sort" => view.DefaultSort.Split(',')[0],
        "fields" => view.Key[0],
        "group_by" => Grouping.Possible(view).First().Field.Name,
        "by" => view.Facets[0].Name,
        _ => view.Inputs.FirstOrDefault(input => input.Name == parameter) is { } input ? $"{input.Default ?? input.Allowed![0]}" : null,
    };

    private string? Day(string field) => Row.TryGetProperty(field, out var day) && day.ValueKind == JsonValueKind.String ? day.GetString() : null;

    /// <summary>A value that the field does not have; null where it has all.</summary>
    private static string? Other(Field field, string[] own) => field.Codes is { } codes
        ? codes.Codes.Select(code => code.Name).Except(own).First()
        : field.Kind.Name switch
        {
            nameof(ValueKind.WholeNumber) or nameof(ValueKind.ExactNumber) => "0",
            nameof(ValueKind.Boolean) => own is ["true"] ? "false" : "true",
            nameof(ValueKind.Date) or nameof(ValueKind.FuzzyDate) => "1990-01-01",
            _ => field.Refers switch
            {
                Reference.Country or Reference.PersonOrCountry => "USA",
                Reference.Dyad => "CHN-USA",
                Reference.DirectedDyad => "CHN>USA",
                Reference.Person => LoadedApi.Seeds.Of<Person>().Select(person => person.Id).Except(own).FirstOrDefault(),
                Reference.Source => LoadedApi.Seeds.Of<Source>().Select(source => source.Id).Except(own).FirstOrDefault(),
                _ => "other",
            },
        };
}
