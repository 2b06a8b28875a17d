using System.Globalization;
using System.Text.Json;
using Api.Listing.Declare;

namespace Tests.Support;

/// <summary>The meaning of filters and orders, computed only from a record's JSON. The answers of the API are compared with it.</summary>
internal static class Meaning
{
    /// <summary>Whether a record meets a filter.</summary>
    public static bool Holds(FieldFilter filter, string value, JsonElement row)
    {
        var field = ValueOf(filter.Field, row);
        var texts = Texts(field);
        var isList = field.ValueKind == JsonValueKind.Array;
        var isNull = field.ValueKind == JsonValueKind.Null;
        return Operator(filter) switch
        {
            "" => Split(value).Any(one => texts.Any(text => Same(field, text, one))),
            "__not" => !Split(value).Any(one => texts.Any(text => Same(field, text, one))),
            "__all" when isList => Split(value).All(texts.Contains),
            "__is_null" => isNull == bool.Parse(value),
            "__gte" => !isNull && Compare(field, value) >= 0,
            "__gt" => !isNull && Compare(field, value) > 0,
            "__lte" => !isNull && Compare(field, value) <= 0,
            "__lt" => !isNull && Compare(field, value) < 0,
            "__contains" => !isNull && texts[0].Contains(value, StringComparison.OrdinalIgnoreCase),
            "__starts_with" => !isNull && texts[0].StartsWith(value, StringComparison.OrdinalIgnoreCase),
            var unknown => throw new InvalidOperationException($"Say here what {unknown} means."),
        };
    }

    /// <summary>The value of a field, also of one that rows do not show and that only its filter reads.</summary>
    public static JsonElement ValueOf(Field field, JsonElement row)
    {
        if (row.TryGetProperty(field.Name, out var shown))
            return shown;
        IEnumerable<string?> Members(string list, params string[] names) => row.GetProperty(list).EnumerateArray()
            .SelectMany(item => names.Select(name => item.GetProperty(name).GetString())).Where(text => text is not null).Distinct();
        bool IsStoredOnce() => row.GetProperty("flow").GetString() == "total"
            && row.GetProperty("indicator").GetString() is "trade_value" or "growth" or "multiple"
            && row.GetProperty("partner").ValueKind == JsonValueKind.String;
        IEnumerable<string?> Traders(string name) => (IsStoredOnce() ? ["reporter", "partner"] : new[] { name })
            .Select(one => row.GetProperty(one).GetString()).Where(code => code is not null);
        return JsonSerializer.SerializeToElement<object?>(field.Name switch
        {
            "related_keys" => row.TryGetProperty("related", out _) ? Members("related", "record", "relation") : [],
            "visitor_keys" => Members("visitors", "person_id", "country"),
            "host_keys" => Members("hosts", "person_id", "country"),
            "most_troops" => row.GetProperty("participants").EnumerateArray().Select(one => one.GetProperty("troops"))
                .Where(troops => troops.ValueKind == JsonValueKind.Number).Select(troops => (int?)troops.GetInt32()).Max(),
            "reporters" => Traders("reporter"),
            "partners" => Traders("partner"),
            var unknown => throw new InvalidOperationException($"Say here what {unknown} holds."),
        });
    }

    /// <summary>The operator in a filter's name.</summary>
    public static string Operator(FieldFilter filter) =>
        filter.Parameter.IndexOf("__", StringComparison.Ordinal) is var place and >= 0 ? filter.Parameter[place..] : "";

    /// <summary>The texts of a value: one for a scalar, one per item for a list, none for null.</summary>
    public static string[] Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.GetString()!)],
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => [value.GetRawText()],
        _ => [value.GetString()!],
    };

    /// <summary>The values of a list as a request has them. A literal separator is escaped.</summary>
    public static string Listed(params IEnumerable<string> values) =>
        string.Join(',', values.Select(value => value.Replace(@"\", @"\\").Replace(",", @"\,")));

    /// <summary>The ids of records in the order of the keys in sort.</summary>
    public static string[] Sorted(IEnumerable<JsonElement> rows, Resource resource, string sort) => ApiRequests.Ids(Ordered(rows, resource, sort));

    /// <summary>Orders rows by the keys in sort. Nulls are last in either direction. Ties are ordered by the view's key.</summary>
    public static IEnumerable<JsonElement> Ordered(IEnumerable<JsonElement> rows, View view, string sort)
    {
        var ordered = rows.OrderBy(_ => 0);
        foreach (var key in sort.Split(',').Concat(view.Key))
        {
            var descends = key.StartsWith('-');
            var field = view.Find(key.TrimStart('-'))!;
            var name = field.Kind == ValueKind.FuzzyDate ? $"{field.Name}_start" : field.Name;
            ordered = ordered.ThenBy(row => row.GetProperty(name).ValueKind == JsonValueKind.Null);
            ordered = descends
                ? ordered.ThenByDescending(row => row.GetProperty(name), ByValue)
                : ordered.ThenBy(row => row.GetProperty(name), ByValue);
        }

        return ordered;
    }

    private static readonly Comparer<JsonElement> ByValue = Comparer<JsonElement>.Create((a, b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.Null, _) or (_, JsonValueKind.Null) => 0,
        (JsonValueKind.Number, _) => a.GetDecimal().CompareTo(b.GetDecimal()),
        (JsonValueKind.True or JsonValueKind.False, _) => a.GetBoolean().CompareTo(b.GetBoolean()),
        _ => string.CompareOrdinal(a.GetString(), b.GetString()),
    });

    private static int Compare(JsonElement field, string value) => field.ValueKind == JsonValueKind.Number
        ? field.GetDecimal().CompareTo(decimal.Parse(value, CultureInfo.InvariantCulture))
        : string.CompareOrdinal(field.GetString(), value);

    private static bool Same(JsonElement field, string text, string asked) => field.ValueKind == JsonValueKind.Number
        ? field.GetDecimal() == decimal.Parse(asked, CultureInfo.InvariantCulture)
        : text == asked;

    private static string[] Split(string value) => [.. value.Replace(@"\\", "\u0001").Replace(@"\,", "\u0002").Split(',')
        .Select(part => part.Replace('\u0001', '\\').Replace('\u0002', ','))];
}
