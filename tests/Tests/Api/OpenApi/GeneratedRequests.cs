using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Api.Listing.Declare;
using Api.Resources;
using Api.Views;
using CsCheck;
using Tests.Support;

namespace Tests.Api.OpenApi;

/// <summary>
/// Random requests from the document: operations, parameters in any number and order, and values that match their schema.
/// References to records come from the data. Parameters that need each other come together.
/// </summary>
internal static class GeneratedRequests
{
    /// <summary>
    /// Bytes that a parameter may not have: control characters, and invalid UTF-8 that is truncated, overlong, half of a surrogate pair
    /// or beyond Unicode.
    /// </summary>
    private static readonly Gen<string> NoText = Gen.OneOf(
        "%00", "a%00b", "%01", "%0D%0AX-Injected:%201", "%0A", "%1B%5B31m", "%7F", "%C2%85",
        "%FF", "%80", "%C3", "%C3%28", "%C0%AF", "%E0%80%AF", "%ED%A0%80", "a%ED%BF%BFb", "%F4%90%80%80", "%EF%BF%BD");

    /// <summary>Values that look like a number but are not one in plain digits.</summary>
    private static readonly string[] NoNumbers =
    [
        "1e9", "1E2", "NaN", "nan", "Infinity", "-Infinity", "+1", " 1", "1 ", "\u00a01", "0x10", "1_000", "1'000", "--1", "1-", "-",
        "²", "½", "Ⅳ", "١", "１", "೩", "−1", "1.", ".5", "1.2.3", "one", "1;2", "null", "' or 1=1--", "1)", "{1}", "[1]",
    ];

    private static readonly string[] NoDays =
    [
        "2022-02-30", "2022-13-01", "2022-2-4", "20220204", "2022-02-04T00:00:00Z", "04.02.2022", "٢٠٢٢-٠٢-٠٤",
        "+2022-02-04", " 2022-02-04", "2022-02-04 ", "today", "0000-00-00", "-2022-02-04", "2022-02-04/2022-02-05",
    ];

    /// <summary>Texts with quotes, wildcards, patterns, tags and marks of writing direction, none of which has a special meaning.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        "a", "russia", "Ж", "中", "é", "e\u0301", "😀", "\u202e", "%", "_", "*", "?", "'", "\"", "''", ";", "--", "/*", "$$", ":",
        "&", "|", "!", "<->", "(", ")", "(a+)+$", ".*", "[", "{0}", "${a}", "<script>", "]]>", "&amp;", "=1+1", "@a", "../",
        " ", "-", "+", "#", "~")
        .Array[1, 12].Select(string.Concat);

    private static readonly Gen<string> Day = Gen.DateOnly[new(1990, 1, 1), new(2030, 12, 31)]
        .Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static readonly Gen<string> DayMonthOrYear = Gen.Select(Day, Gen.OneOf(4, 7, 10), (day, length) => day[..length]);

    private static readonly Gen<string> Edtf = Gen.OneOf(
        "2022", "2022-02", "2022-02-04", "2023-05-22/2023-05-28", "2021~", "2021?", "../2014", "2014/..", "201X", "2022-21", "2022-02-XX");

    /// <summary>Requests that the document allows.</summary>
    public static Gen<Generated> Valid(ServedDocument document, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> rows) =>
        Gen.OneOf([.. Operations(document, rows).Select(operation => operation.Choose(0, 5).Select(given => operation.With(given, null)))]);

    /// <summary>Requests with one parameter that the document does not allow. The rest is valid.</summary>
    public static Gen<Generated> Broken(ServedDocument document, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> rows) =>
        Gen.OneOf([.. Operations(document, rows).Where(operation => operation.Wrong.Count > 0).Select(operation => Gen.Select(
            operation.Choose(0, 3), Gen.OneOf([.. operation.Wrong]), Gen.Bool,
            (given, wrong, first) =>
            {
                var others = given.Where(pair => pair.Name != wrong[0].Name);
                return operation.With(first ? [.. wrong, .. others] : [.. others, .. wrong], wrong[0].Name);
            }))]);

    private static IEnumerable<Operation> Operations(ServedDocument document, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> rows) =>
        document.Operations.Where(operation => operation.Path != "/v1/dataset/bundle.zip") // A large file, which takes no filter.
            .Select(operation => Describe(document, operation.Path, operation.Operation, rows));

    private static Operation Describe(
        ServedDocument document, string path, JsonNode node, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> rows)
    {
        var view = Registry.All.Concat(ViewRegistry.All).OrderByDescending(view => view.Name.Length)
            .FirstOrDefault(view => path.StartsWith($"/v1/{view.Name}", StringComparison.Ordinal));
        var parameters = document.Parameters(node).ToArray();
        var query = parameters.Where(parameter => SampleRequests.In(parameter, "query")).ToDictionary(SampleRequests.Name);
        var paths = parameters.Where(parameter => SampleRequests.In(parameter, "path")).Aggregate(
            Gen.Const(path), (filled, parameter) => Gen.Select(
                filled, PathValue(parameter, view, rows),
                (so, value) => so.Replace($"{{{SampleRequests.Name(parameter)}}}", Uri.EscapeDataString(value))));
        var known = view is null ? [] : rows[view.Name];
        FieldFilter? FilterOf(string name) => view?.Filters.FirstOrDefault(filter => filter.Parameter == name);
        var valid = query
            .Select(pair => (Name: pair.Key, Values: Good(pair.Value, FilterOf(pair.Key), known)))
            .Where(pair => pair.Values is not null)
            .Select(pair => pair.Values!.Select(value => new[] { (pair.Name, Uri.EscapeDataString(value)) }))
            .Concat(Together(query, view));
        var wrong = query.Values.SelectMany(parameter => Bad(parameter, FilterOf(SampleRequests.Name(parameter)), known)).Append(Gen.OneOf(
            "nonsense", "Limit", "LIMIT", "kind__like", "a b", "<script>", "' or 1=1--", "limit[]", "q__", "__proto__", "id.", "\u202e", "😀")
            .Select(name => new[] { (name, "1") })).ToArray();
        var needed = query.Values.Where(parameter => parameter["required"]?.GetValue<bool>() == true)
            .Select(parameter => (SampleRequests.Name(parameter), "pipeline")).ToArray();
        return new(path, paths, [.. valid], path.StartsWith("/health", StringComparison.Ordinal) ? [] : wrong, needed);
    }

    /// <summary>An id of a record, a code of a list, or an example.</summary>
    private static Gen<string> PathValue(JsonNode parameter, View? view, IReadOnlyDictionary<string, IReadOnlyList<JsonElement>> rows) =>
        parameter["schema"]!["enum"] is JsonArray all ? Gen.OneOf([.. all.Select(value => $"{value}")])
        : SampleRequests.Name(parameter) == "id" ? Gen.OneOf(ApiRequests.Ids(rows[view!.Name])) : Gen.Const($"{parameter["example"]}");

    /// <summary>Valid values for a parameter by itself; null for one that needs another.</summary>
    private static Gen<string>? Good(JsonNode parameter, FieldFilter? filter, IReadOnlyList<JsonElement> known) =>
        SampleRequests.Name(parameter) switch
        {
            "date_from" or "date_to" or "date_match" or "around" or "window" or "sort" or "fields" or "group_by" => null,
            "since" or "to" or "cursor" or "bom" => null,
            "dataset_version" => Gen.Const("1"),
            "limit" => Gen.Frequency((4, Gen.Int[1, 10]), (1, Gen.Int[1, 1000])).Select(limit => $"{limit}"),
            "q" => Gen.Frequency(
                (1, Gen.OneOf("energy -gas", "\"no limits\"", "putin or xi", "no-limits", "-russia", "russia china gas oil")),
                (2, Text.Select(text => $"x{text}"))),
            _ when filter is { Field.Refers: not Reference.None } => Gen.OneOf([.. Samples.For(filter, known)]),
            _ => parameter["schema"]!["items"] is { } items
                ? items["enum"] is JsonArray codes
                    ? Gen.Shuffle(codes.Select(code => $"{code}").ToArray(), 1, Math.Min(3, codes.Count))
                        .Select(some => string.Join(',', some))
                    : OfForm(items).Select(value => Meaning.Listed(value)).Array[1, 3].Select(some => string.Join(',', some))
                : OfForm(parameter["schema"]!),
        };

    /// <summary>Values of a schema.</summary>
    private static Gen<string> OfForm(JsonNode schema) => schema switch
    {
        _ when schema["enum"] is JsonArray all => Gen.OneOf([.. all.Select(value => $"{value}")]),
        _ when schema["format"]?.GetValue<string>() == "date" => Day,
        _ => schema["type"]!.GetValue<string>() switch
        {
            "boolean" => Gen.OneOf("true", "false"),
            "integer" when schema["minimum"]?.GetValue<int>() is { } least =>
                Gen.Int[least, schema["maximum"]?.GetValue<int>() ?? int.MaxValue].Select(number => $"{number}"),
            "integer" => Gen.Frequency((3, Gen.Int[-3, 30]), (1, Gen.Int)).Select(number => $"{number}"),
            "number" => Gen.Select(
                Gen.Long[-9_999_999_999, 9_999_999_999], Gen.Int[0, 6],
                (digits, scale) => (digits / (decimal)Math.Pow(10, scale)).ToString(CultureInfo.InvariantCulture)),
            _ when schema["pattern"]?.GetValue<string>().StartsWith("^[-0-9/", StringComparison.Ordinal) == true => Edtf,
            _ when schema["pattern"]?.GetValue<string>().StartsWith("^[a-z0-9]+", StringComparison.Ordinal) == true =>
                Gen.OneOf("a", "a-b", "bilateral-trade-2022"),
            _ => Text,
        },
    };

    /// <summary>Parameters that are valid only together, or only apart.</summary>
    private static IEnumerable<Gen<(string, string)[]>> Together(Dictionary<string, JsonNode> query, View? view)
    {
        if (query.ContainsKey("date_from"))
        {
            var match = Gen.OneOf("possible", "certain");
            yield return Gen.OneOf(
                DayMonthOrYear.Select(from => new[] { ("date_from", from) }),
                DayMonthOrYear.Select(to => new[] { ("date_to", to) }),
                Gen.Select(
                    Gen.Int[1990, 2010], Gen.Int[2011, 2030], match,
                    (from, to, how) => new[] { ("date_match", how), ("date_to", $"{to}"), ("date_from", $"{from}") }),
                DayMonthOrYear.Select(around => new[] { ("around", around) }),
                Gen.Select(
                    DayMonthOrYear, Gen.Int[0, 500], Gen.OneOf("D", "W", "M", "Y"), match,
                    (around, length, unit, how) => new[] { ("window", $"P{length}{unit}"), ("around", around), ("date_match", how) }));
        }

        if (query.TryGetValue("sort", out var sort))
        {
            var fields = Gen.Shuffle(Own(query["fields"], view), 1, 4).Select(some => ("fields", string.Join(',', some)));
            var keys = Gen.Select(
                Gen.Shuffle(Own(sort, view), 1, 3), Gen.Bool,
                (some, down) => ("sort", string.Join(',', some.Select((name, i) => down == (i % 2 == 0) ? $"-{name}" : name))));
            var shapes = new List<Gen<(string, string)[]>>
            {
                fields.Select(one => new[] { one }),
                keys.Select(one => new[] { one }),
                Gen.Select(fields, keys, (one, other) => new[] { one, other }),
            };
            if (query.TryGetValue("group_by", out var group))
                shapes.Add(Gen.Shuffle(Allowed(group), 1, 2).Select(some => new[] { ("group_by", string.Join(',', some)) }));
            yield return Gen.OneOf([.. shapes]);
        }
        else if (query.TryGetValue("fields", out var alone))
        {
            yield return Gen.Shuffle(Own(alone, view), 1, 4).Select(some => new[] { ("fields", string.Join(',', some)) });
        }

        if (query.ContainsKey("since"))
        {
            yield return Gen.OneOf(
                Gen.Const(new[] { ("since", "0") }),
                Gen.Const(new[] { ("to", "1"), ("since", "0") }),
                Gen.Const(new[] { ("since", "1"), ("to", "1") }));
        }
    }

    /// <summary>The values that a parameter allows.</summary>
    private static string[] Allowed(JsonNode parameter) => [.. parameter["schema"]!["items"]!["enum"]!.AsArray().Select(value => $"{value}")];

    /// <summary>Those of them that are fields of the records, and not of groups alone.</summary>
    private static string[] Own(JsonNode parameter, View? view) => [.. Allowed(parameter).Where(name => view?.Find(name) is not null)];

    /// <summary>Invalid uses of a parameter, which is the first of each array.</summary>
    private static IEnumerable<Gen<(string Name, string Value)[]>> Bad(JsonNode parameter, FieldFilter? filter, IReadOnlyList<JsonElement> known)
    {
        var name = SampleRequests.Name(parameter);
        var schema = parameter["schema"]!;
        Gen<(string, string)[]> Given(params string[] values) => Gen.OneOf(values).Select(value => new[] { (name, Uri.EscapeDataString(value)) });

        yield return NoText.Select(value => new[] { (name, value) });
        yield return (Good(parameter, filter, known) ?? Gen.Const("1"))
            .Select(value => new[] { (name, Uri.EscapeDataString(value)), (name, Uri.EscapeDataString(value)) });
        var item = schema["items"] ?? schema;
        if (schema["items"] is not null)
        {
            yield return Given("a,", ",", ",a", "a,,a");
            if (schema["maxItems"] is { } most)
                yield return Given(string.Join(',', Enumerable.Repeat("a", most.GetValue<int>() + 1)));
        }

        if (item["enum"] is not null)
        {
            yield return Given("no-such-value", "NULL", "true;false", "*");
        }
        else
        {
            switch (item["type"]!.GetValue<string>())
            {
                case "boolean":
                    yield return Given("True", "TRUE", "1", "0", "yes", "on", "truе", " true");
                    break;
                case "integer":
                    var least = item["minimum"]?.GetValue<long>() ?? int.MinValue;
                    var largest = item["maximum"]?.GetValue<long>() ?? int.MaxValue;
                    yield return Given([.. NoNumbers, "1.5", "1.0", $"{least - 1}", $"{largest + 1}", "99999999999999999999"]);
                    break;
                case "number":
                    yield return Given([.. NoNumbers, new string('9', 400), $"0.{new string('1', 60)}"]);
                    break;
                default:
                    if (item["format"]?.GetValue<string>() == "date")
                        yield return Given([.. NoDays, "2022", "2022-02"]);
                    break;
            }
        }

        yield return name switch
        {
            "date_from" or "date_to" or "around" => Given([.. NoDays, "22", "2022-1", "2022-Q1", "2022~"]),
            "window" => Given("P", "30D", "P-1D", "P1.5D", "P99999D", "PT5H", "p30d", "P1Y6M", "P٣D"),
            "sort" or "fields" => Given("no_such_field", "--id", "id,id", "id;drop", "id desc", "1", "*"),
            "cursor" => Given(
                "abc", "AAAA", "../../etc/passwd", new string('A', 2000), "eyJWZXJzaW9uIjoxLCJLZXlzIjpbImEiXX0", "====", "-1", "1 or 1=1"),
            "q" => Given("!!!", "%", "&|!", new string('x', CommonParameter.LongestSearch + 1), "😀"),
            "dataset_version" or "since" or "to" => Given("999", "2147483647"),
            _ => filter?.Field.Refers switch
            {
                Reference.Country => Given("rus", "ZZZ", "RUS;CHN", "%"),
                Reference.DirectedDyad => Given("CHN", "CHN-RUS", "CHN>CHN", "CHN>ZZZ", "CHN>RUS>USA", ">", "CHN>RUS\u200b"),
                Reference.Dyad => Given("CHN", "RUS-CHN", "CHN-CHN", "CHN-ZZZ", "CHN-RUS-USA", "-", "CHN-RUS\u200b"),
                Reference.Person or Reference.Source or Reference.Resource => Given("nobody-at-all", "%", "../x", "Xi-Jinping"),
                _ => filter?.Field.Kind == ValueKind.FuzzyDate && schema["type"]!.GetValue<string>() == "array"
                    ? Given("soon", "2022-13", "2022-02-30", "2022/2021", "٢٠٢٢")
                    : NoText.Select(value => new[] { (name, value) }),
            },
        };
    }

    /// <summary>An operation: its path, and its valid and invalid parameters.</summary>
    private sealed record Operation(
        string Path,
        Gen<string> Paths,
        IReadOnlyList<Gen<(string Name, string Value)[]>> Right,
        IReadOnlyList<Gen<(string Name, string Value)[]>> Wrong,
        (string Name, string Value)[] Needed)
    {
        /// <summary>A path of the operation, first in the array, and some of its valid parameters.</summary>
        public Gen<(string Name, string Value)[]> Choose(int least, int most) => Gen.Select(
            Paths, Right.Count == 0
                ? Gen.Const(Array.Empty<(string, string)[]>())
                : Gen.ShuffleSelect(Right.ToArray(), Math.Min(least, Right.Count), Math.Min(most, Right.Count)),
            (path, given) => new[] { ("", path) }.Concat(given.SelectMany(pairs => pairs)).DistinctBy(pair => pair.Item1).ToArray());

        public Generated With((string Name, string Value)[] given, string? broken)
        {
            var path = given.Single(pair => pair.Name.Length == 0).Value;
            var all = given.Where(pair => pair.Name.Length > 0).Concat(Needed.Where(needed => given.All(pair => pair.Name != needed.Name)))
                .Select(pair => $"{Uri.EscapeDataString(pair.Name)}={pair.Value}").ToArray();
            return new(Path, all.Length == 0 ? path : $"{path}?{string.Join('&', all)}", broken);
        }
    }
}
