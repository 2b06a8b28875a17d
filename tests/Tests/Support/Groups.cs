using System.Globalization;
using System.Text.Json;
using Api.Listing.Declare;

namespace Tests.Support;

/// <summary>Computes groups of rows from the rows' JSON.</summary>
internal static class Groups
{
    /// <summary>The names by which a view can be grouped, computed only from its fields.</summary>
    public static string[] Possible(View view) =>
    [
        .. Cases.Countable(view).Where(field => !field.Kind.IsList || field.FilterNames[0] != field.Name)
            .Select(field => field.Kind.IsList ? field.FilterNames[0] : field.Name),
        .. view.Find("date_start") is null ? Array.Empty<string>() : ["year", "quarter", "month"],
    ];

    /// <summary>The groups in the order of their keys. Each is a list of columns and values.</summary>
    public static IEnumerable<(string, string?)[]> Of(IEnumerable<JsonElement> rows, View view, string[] by)
    {
        var keyed = rows.SelectMany(row => Keys(row, view, by).Select(key => (key, row))).GroupBy(pair => string.Join('\n', pair.key), pair => pair);
        var groups = keyed.Select(same => (Key: same.First().key, Rows: same.Select(pair => pair.row).ToArray())).OrderBy(_ => 0);
        for (var i = 0; i < by.Length; i++)
        {
            var place = i;
            groups = groups.ThenBy(group => group.Key[place] is null)
                .ThenBy(group => decimal.TryParse(group.Key[place], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .ThenBy(group => group.Key[place], StringComparer.Ordinal);
        }

        return groups.Select(group => by.Zip(group.Key).Concat(Measures(group.Rows, view)).ToArray());
    }

    /// <summary>A row of the API, in the same form.</summary>
    public static (string, string?)[] Read(JsonElement row) => [.. row.EnumerateObject().Select(member => (member.Name, Plain(member.Value)))];

    private static IEnumerable<(string, string?)> Measures(JsonElement[] rows, View view)
    {
        yield return ("count", $"{rows.Length}");
        if (view.Find("source_ids") is not null)
            yield return ("distinct_sources", $"{rows.SelectMany(row => Meaning.Texts(row.GetProperty("source_ids"))).Distinct().Count()}");
        foreach (var field in view.Fields.Where(field => field.Kind.IsOrdered))
        {
            var mixed = field.Unit is { } unit && rows.Select(row => row.GetProperty(unit).GetString()).OfType<string>().Distinct().Count() != 1;
            var known = mixed ? [] : rows.Select(row => row.GetProperty(field.Name)).Where(value => value.ValueKind != JsonValueKind.Null);
            var values = known.OrderBy(value => value.ValueKind == JsonValueKind.Number ? value.GetDecimal() : 0)
                .ThenBy(Plain, StringComparer.Ordinal).Select(Plain).ToArray();
            yield return ($"{field.Name}_min", values.FirstOrDefault());
            yield return ($"{field.Name}_max", values.LastOrDefault());
        }
    }

    private static IEnumerable<string?[]> Keys(JsonElement row, View view, string[] by) => by.Aggregate(
        (IEnumerable<string?[]>)[Array.Empty<string?>()],
        (keys, name) => keys.SelectMany(key => Values(row, view, name).Select(value => (string?[])[.. key, value])));

    private static string?[] Values(JsonElement row, View view, string name)
    {
        if (name is not ("year" or "quarter" or "month"))
        {
            var field = view.Fields.First(field => field.Name == name || field.FilterNames.Contains(name));
            return Meaning.Texts(row.GetProperty(field.Name)) is { Length: > 0 } texts ? texts : new string?[] { null };
        }

        var (start, end) = (Period(name, row.GetProperty("date_start").GetString()), Period(name, row.GetProperty("date_end").GetString()));
        return [start == end ? start : null];
    }

    /// <summary>The year, quarter or month of a day.</summary>
    public static string? Period(string length, string? day) => day is null ? null : length switch
    {
        "year" => day[..4],
        "quarter" => $"{day[..4]}-Q{(int.Parse(day[5..7], CultureInfo.InvariantCulture) + 2) / 3}",
        _ => day[..7],
    };

    /// <summary>A number without trailing zeros.</summary>
    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Number => value.GetDecimal().ToString("0.############", CultureInfo.InvariantCulture),
        _ => value.GetString(),
    };
}
