using System.Text.Json;

namespace Api.Features.Page;

/// <summary>Names of ids and codes from the API's own lists. Anything else is shown by its id.</summary>
public sealed class Labels
{
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<(string Use, string Code), string> _definitions = [];
    private readonly HashSet<string> _codes = [];

    public Labels(IEnumerable<JsonElement> named, JsonElement? codeLists)
    {
        _names = named.SelectMany(page => page.Items("data")).GroupBy(record => record.Text("id") ?? "")
            .ToDictionary(group => group.Key, group => group.First().Text("name") ?? group.First().Text("title") ?? group.Key);
        foreach (var list in codeLists?.Items("data") ?? [])
        {
            foreach (var code in list.Items("codes"))
            {
                _codes.Add(code.Text("code")!);
                foreach (var use in list.Items("used_by"))
                    _definitions[(use.ToString(), code.Text("code")!)] = code.Text("definition") ?? "";
            }
        }
    }

    public string this[string value]
    {
        get
        {
            if (_names.TryGetValue(value, out var name))
                return name;
            if (_codes.Contains(value))
                return ValueWords.OfCode(value);
            return value.Split('-') is [var one, var other] && _names.TryGetValue(one, out var first) && _names.TryGetValue(other, out var second)
                ? $"{first} – {second}" : value;
        }
    }

    public string? DefinitionOf(string resource, string field, string code) => _definitions.GetValueOrDefault(($"{resource}.{field}", code));
}
