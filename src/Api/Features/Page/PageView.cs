using System.Text.Json;

namespace Api.Features.Page;

public sealed record PageView
{
    public required PageQuery Query { get; init; }

    /// <summary>The answer of /v1, or its problem.</summary>
    public required JsonElement Index { get; init; }

    public required Labels Labels { get; init; }

    public int? Version { get; init; }

    public string List { get; init; } = "timeline";

    public JsonElement? Problem { get; init; }

    public JsonElement? Dataset { get; init; }

    /// <summary>The records of the list, counted by the values of its fields.</summary>
    public JsonElement? Facets { get; init; }

    public JsonElement? Page { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Records { get; init; } = new Dictionary<string, JsonElement>();

    public JsonElement? Record { get; init; }

    public IReadOnlyList<JsonElement> Contradictions { get; init; } = [];

    public string? Citation { get; init; }

    public IReadOnlyList<Choice> Choices { get; init; } = [];

    public bool HasDates { get; init; }

    public JsonElement? Snippets { get; init; }

    /// <summary>Charts of exactly these records: path without extension, and parameters.</summary>
    public IReadOnlyList<(string Path, PageQuery Of)> Charts { get; init; } = [];

    public string Title =>
        Problem?.Text("title") ?? Record?.Text("title") ?? Record?.Text("name") ?? Dataset?.Text("title")
        ?? (Query["q"] is { } words ? $"“{words}”" : ValueWords.OfCode(List));

    public IEnumerable<(string Name, string Description)> Resources =>
        Index.Items("resources").Select(resource => (resource.Text("name") ?? "", resource.Text("description") ?? ""));

    public bool Draws(string chart) => Index.Members("links").Any(link => link.Value.ToString() == $"/v1/{chart}.svg");

    public IEnumerable<string> Tables => Index.Items("resources").Take(1).SelectMany(resource => resource.Members("formats"))
        .Select(format => format.Name).Where(name => name != "json");

    /// <summary>The values of a field with their counts, the most frequent first.</summary>
    public IEnumerable<JsonElement> ValuesOf(string field) => (Facets?.Items("data") ?? [])
        .Where(facet => facet.Text("field") == field).SelectMany(facet => facet.Items("values")).Where(value => value.Get("value") is not null);

    public string PageOf(string resource, string id) => $"/?resource={Uri.EscapeDataString(resource)}&id={Uri.EscapeDataString(id)}{Pin}";

    public string PageOf(string query) => $"/?{query}{Pin}";

    private string Pin => Query["dataset_version"] is { } version ? $"&dataset_version={Uri.EscapeDataString(version)}" : "";
}

/// <summary>A filter with its values, the most frequent first, and the number of values left out. Nearly every list has the main ones.</summary>
public sealed record Choice(string Parameter, IReadOnlyList<ChoiceValue> Options, bool IsMain, int Left);

public sealed record ChoiceValue(string Value, string Label, long? Count);
