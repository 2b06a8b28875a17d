using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Synthetic;

namespace Benchmarks.Hostile;

/// <summary>Synthetic seeds in which each value is as awkward as the rules of the dataset allow: what a service may only fail at.</summary>
internal static class HostileSeeds
{
    /// <summary>The numbers of relation records that are worth a dataset of their own.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [0, 1, 150];

    /// <summary>
    /// Tags, ends of quotations, formulas, patterns and templates; letters of private use, the marks of a found word among them; astral ones, and
    /// noncharacters; combined marks, directions of writing, terminal commands; and words that fit on no line. None has white space, so that each
    /// is part of the first word of a text.
    /// </summary>
    public static IReadOnlyList<string> Fragments { get; } =
    [
        "<b>", "<script>alert(1)</script>", "</td></html>", "]]>", "&amp&#0", "\"'`", "\\\\x{}", "=1+1", "@SUM(A1)", "-2+3", "%s%n{0}${x}", "(a+)+$",
        "\ue000\ue001\uf8ff", "\ue000", "\U000f0000\U0010fffd", "\ufffe\uffff", "\U0001f600\U0001d54f", "\u200d\ufeff\u00ad", "e\u0301\u0323\u0308",
        string.Concat(Enumerable.Repeat("a\u0336\u0489", 40)), "\u202eיעקב\u202c", "مرحبا", "中文", "ﬁŒß", "İı", "\u0001\u001b[31m\u007f\u009fx",
        new string('w', 300), "_x0041_", "'--", "$1", "*", "null", "NaN", "CHN-RUS", "facets.csv",
    ];

    /// <summary>Dates at both ends of time, open ones, and the forms that few records have.</summary>
    private static readonly string?[] Dates =
    [
        null, "0001", "9999", "0001-01-01", "9999-12-31", "0001/9999", "0001-01-01/9999-12-31", "../0001", "9999/..", "/0001-01", "9999-12/",
        "[0001..9999]", "[..0001-01-01]", "[9999-12-31..]", "9998-24", "9999-23", "0001-21", "001X", "99XX", "0100-XX-XX", "9999-12-XX", "0001~",
        "9999?",
        "0004-02-29%", "2022", "2022-02-04", "2021/2023", "1582-10-10", "1899-12-31", "1900-02-28",
    ];

    private static readonly HashSet<string> Texts =
    [
        "title", "note", "date_note", "exact", "quote_parts", "commodity", "subject", "question", "name", "native_name", "native_names", "aliases",
        "location", "places", "role", "speaker_role", "venue", "reported_by", "item", "bodies", "what", "publisher", "forces", "description",
    ];

    /// <summary>What a text without a limit is extended to, once: more than a cell of a spreadsheet can hold.</summary>
    private const int LongNote = 40_000;

    /// <summary>Writes the seeds. The same number gives the same ones.</summary>
    public static void Write(string folder, int records, int seed, CancellationToken cancel)
    {
        SyntheticDataset.Write(folder, records, seed, cancel);
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var content = JsonNode.Parse(File.ReadAllBytes(path))!;
            var entries = content is JsonArray all ? [.. all.OfType<JsonObject>()] : new[] { content.AsObject() };
            for (var i = 0; i < entries.Length; i++)
            {
                var draw = i + (Path.GetFileName(path).Length * 7) + seed;
                ChangeTexts(entries[i]);
                ChangeDate(entries[i], draw);
                ChangeNumbers(entries[i], draw);
            }

            if (entries.Length > 1 && entries[0].ContainsKey("note"))
                entries[0]["note"] = new string('n', LongNote);
            File.WriteAllText(path, content.ToJsonString());
        }
    }

    private static void ChangeTexts(JsonObject entry)
    {
        foreach (var (name, member) in entry.ToArray())
        {
            switch (member)
            {
                case JsonObject inner:
                    ChangeTexts(inner);
                    break;
                case JsonArray list:
                    list.OfType<JsonObject>().ToList().ForEach(ChangeTexts);
                    if (Texts.Contains(name) && list.All(item => item is JsonValue))
                        entry[name] = new JsonArray([.. list.Select(item => (JsonNode)Hostile((string)item!))]);
                    break;
                case JsonValue value when Texts.Contains(name) && value.GetValueKind() == JsonValueKind.String:
                    entry[name] = Hostile((string)value!);
                    break;
            }
        }
    }

    /// <summary>The same text in another place is changed in the same way, as a quotation and its evidence need it.</summary>
    private static string Hostile(string text) => Fragments[text.Sum(c => c) % Fragments.Count] + text;

    private static void ChangeDate(JsonObject entry, int draw)
    {
        if (!entry.ContainsKey("date_basis"))
            return;
        var date = Dates[draw % Dates.Length];
        entry["date"] = date;
        entry["date_basis"] = date is null ? null : "inferred";
        entry["date_note"] = date is null ? null : Hostile("Synthetic: at the ends of time.");
        if (entry["base_period"] is not null)
            entry["base_period"] = date ?? "0001";
    }

    private static void ChangeNumbers(JsonObject entry, int draw)
    {
        if (entry["value"] is JsonValue)
            entry["value"] = JsonNode.Parse(NumberOf(entry, draw));
        foreach (var name in new[] { "occurrences", "quantity", "paragraph_count" }.Where(name => entry[name] is JsonValue))
            entry[name] = name == "occurrences" ? 1_000_000 : int.MaxValue;
        foreach (var participant in entry["participants"]?.AsArray().OfType<JsonObject>() ?? [])
            participant["troops"] = draw % 3 == 0 ? null : int.MaxValue;
    }

    /// <summary>0, the smallest, the largest, and as many digits as a seed may have.</summary>
    private static string NumberOf(JsonObject entry, int draw)
    {
        string[] numbers = ((string)entry["unit"]!, (string)entry["indicator"]!) switch
        {
            (_, "growth") => ["-9999999999999999999999999999", "9999999999999999999999999999", "-0.000000001", "0"],
            ("percent", _) => ["0", "100", "0.000000001", "99.999999999"],
            ("rank", _) => ["1", "9999999999999999999999999999"],
            _ => ["0", "0.000000001", "9999999999999999999999999999", "1234567890123456789.123456789", "190000000000"],
        };
        return numbers[draw % numbers.Length];
    }
}
