using System.Text.Json;

namespace Api.Features.Page;

/// <summary>All that a page shows, as the API answered it.</summary>
public sealed record PageView
{
    /// <summary>What was asked.</summary>
    public required PageQuery Query { get; init; }

    /// <summary>The answer of /v1; what it has gone wrong with, where it has.</summary>
    public required JsonElement Index { get; init; }

    /// <summary>What ids and codes are called.</summary>
    public required Labels Labels { get; init; }

    /// <summary>Number of the dataset version that all of it is from; null where there is none.</summary>
    public int? Version { get; init; }

    /// <summary>The list that is shown: a resource, the timeline or the search.</summary>
    public string List { get; init; } = "timeline";

    /// <summary>The problem that the API answered with, in place of all else.</summary>
    public JsonElement? Problem { get; init; }

    /// <summary>The dataset, on the page that nothing is asked of.</summary>
    public JsonElement? Dataset { get; init; }

    /// <summary>Counts of all dated records, on that page.</summary>
    public JsonElement? Counts { get; init; }

    /// <summary>The records that are shown on a page of a list: as the list has them.</summary>
    public JsonElement? Page { get; init; }

    /// <summary>The records with all their fields, by resource and id.</summary>
    public IReadOnlyDictionary<string, JsonElement> Records { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The one record that is shown.</summary>
    public JsonElement? Record { get; init; }

    /// <summary>The contradictions that it stands in.</summary>
    public IReadOnlyList<JsonElement> Contradictions { get; init; } = [];

    /// <summary>How it is cited.</summary>
    public string? Citation { get; init; }

    /// <summary>What the list can be narrowed by.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Whether the list's records have dates.</summary>
    public bool HasDates { get; init; }

    /// <summary>Code that reads these records, by tool.</summary>
    public JsonElement? Snippets { get; init; }

    /// <summary>Charts of just these records: the path of each, without its extension, and the parameters of its address.</summary>
    public IReadOnlyList<(string Path, PageQuery Of)> Charts { get; init; } = [];

    /// <summary>What this page is called.</summary>
    public string Title =>
        Problem?.Text("title") ?? Record?.Text("title") ?? Record?.Text("name") ?? Dataset?.Text("title") ?? (Query["q"] is { } words ? $"“{words}”" : ValueWords.OfCode(List));

    /// <summary>Resources by name, with what their records are.</summary>
    public IEnumerable<(string Name, string Description)> Resources =>
        Index.Items("resources").Select(resource => (resource.Text("name") ?? "", resource.Text("description") ?? ""));

    /// <summary>Whether the API draws this chart.</summary>
    public bool Draws(string chart) => Index.Members("links").Any(link => link.Value.ToString() == $"/v1/{chart}.svg");

    /// <summary>Formats of a table or list, other than JSON.</summary>
    public IEnumerable<string> Tables => Index.Items("resources").Take(1).SelectMany(resource => resource.Members("formats")).Select(format => format.Name).Where(name => name != "json");

    /// <summary>The address of a page of a record.</summary>
    public string PageOf(string resource, string id) => $"/?resource={Uri.EscapeDataString(resource)}&id={Uri.EscapeDataString(id)}{Pin}";

    /// <summary>The address of a page, for the version that this one was asked for.</summary>
    public string PageOf(string query) => $"/?{query}{Pin}";

    private string Pin => Query["dataset_version"] is { } version ? $"&dataset_version={Uri.EscapeDataString(version)}" : "";
}

/// <summary>A filter with the values that it may have.</summary>
/// <param name="Parameter">The parameter of the address.</param>
/// <param name="Options">Its values, the most frequent first.</param>
/// <param name="IsMain">Whether it is one of those that nearly every list has.</param>
/// <param name="Left">How many more values there are.</param>
public sealed record Choice(string Parameter, IReadOnlyList<ChoiceValue> Options, bool IsMain, int Left);

/// <summary>A value of a filter.</summary>
/// <param name="Value">As it stands in the address.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Count">How many records have it, where that is known.</param>
public sealed record ChoiceValue(string Value, string Label, long? Count);
