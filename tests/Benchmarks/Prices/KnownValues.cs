using System.Text.Json;

namespace Benchmarks.Prices;

/// <summary>Values that some records have, so that filters find them, and ids in paths exist.</summary>
internal sealed class KnownValues
{
    private const int RowsOfView = 200;
    private readonly Dictionary<(string View, string Field), HashSet<string>> _values = [];

    /// <summary>The values of a field. None has a comma or backslash, which lists would escape.</summary>
    public IReadOnlyCollection<string> Of(string view, string field) => _values.GetValueOrDefault((view, field)) ?? [];

    /// <summary>The words of all titles, of which texts to search for are composed.</summary>
    public IReadOnlyList<string> Words { get; private set; } = ["china"];

    /// <summary>Reads the first records of every list. A list that cannot be read has no values, so that requests do not filter it by any.</summary>
    public static async Task<KnownValues> ReadAsync(ApiDocument document, HttpClient client, CancellationToken cancel)
    {
        var known = new KnownValues();
        foreach (var list in document.Lists)
        {
            var needed = list.Parameters.Values.Where(parameter => parameter.IsRequired).Select(parameter => $"&{parameter.Name}={parameter.Example}")
                .Concat(list.Parameters.ContainsKey("since") ? ["&since=0"] : []);
            using var answer = await client.GetAsync($"{list.Path}?limit={RowsOfView}{string.Concat(needed)}", cancel);
            if (!answer.IsSuccessStatusCode)
            {
                Console.WriteLine($"{list.Path} answers {(int)answer.StatusCode}, so that its filters have no values");
                continue;
            }

            using var page = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancel));
            foreach (var member in page.RootElement.GetProperty("data").EnumerateArray().SelectMany(row => row.EnumerateObject()))
                known.Add(list.View, member.Name, member.Value);
        }

        string[] words = [.. known._values.Where(pair => pair.Key.Field == "title").SelectMany(pair => pair.Value)
            .SelectMany(title => title.Split(' ')).Where(word => word.Length > 2 && word.All(char.IsAsciiLetter)).Distinct()];
        if (words.Length > 0)
            known.Words = words;
        return known;
    }

    private void Add(string view, string field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Add(view, field, item);
        }
        else if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && value.ToString() is { Length: > 0 } text && text.IndexOfAny([',', '\\']) < 0)
        {
            if (!_values.TryGetValue((view, field), out var values))
                _values[(view, field)] = values = [];
            values.Add(text);
        }
    }
}
