using System.Text.Json;
using Api.Views;

namespace Api.Features.Page;

/// <summary>Names of ids and codes. Anything else is shown by its id.</summary>
/// <param name="named">Lists of the API whose records have names.</param>
public sealed class Labels(IEnumerable<JsonElement> named)
{
    private static readonly HashSet<string> Codes = [.. ServedCodeLists.All.Values.SelectMany(list => list.Codes).Select(code => code.Name)];

    private readonly Dictionary<string, string> _names = named.SelectMany(page => page.Items("data")).GroupBy(record => record.Text("id") ?? "")
        .ToDictionary(group => group.Key, group => group.First().Text("name") ?? group.First().Text("title") ?? group.Key);

    public string this[string value]
    {
        get
        {
            if (_names.TryGetValue(value, out var name))
                return name;
            if (Codes.Contains(value))
                return ValueWords.OfCode(value);
            return value.Split('-') is [var one, var other] && _names.TryGetValue(one, out var first) && _names.TryGetValue(other, out var second)
                ? $"{first} – {second}" : value;
        }
    }
}
