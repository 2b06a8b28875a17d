using Api.Database;
using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>A request, understood. Nothing of it is SQL yet, and all of it is known to be valid.</summary>
internal sealed record ListQuery(View View)
{
    /// <summary>Conditions by field.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The window of time, if any.</summary>
    public Window? Window { get; init; }

    /// <summary>The full-text search, if any.</summary>
    public string? Search { get; init; }

    /// <summary>The order. It always ends in the key, so that it is total.</summary>
    public IReadOnlyList<SortKey> Sort { get; init; } = [];

    /// <summary>The fields to give, in order.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = View.Fields;

    /// <summary>How the rows are put together; null when each is given by itself.</summary>
    public Grouping? Grouping { get; init; }

    /// <summary>Values for the parameters of the view's own query.</summary>
    public IReadOnlyDictionary<string, object?> Inputs { get; init; } = new Dictionary<string, object?>();

    /// <summary>Fields to count by, for facets.</summary>
    public IReadOnlyList<Field> By { get; init; } = [];

    /// <summary>The most records on a page; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the page begins: the sort keys of the last record of the page before.</summary>
    public Cursor? After { get; init; }

    /// <summary>The key that its cursors are sealed with.</summary>
    public InstallationKey CursorKey { get; init; } = new(default(ReadOnlyMemory<byte>));

    /// <summary>The version asked for; null for the current one.</summary>
    public int? Version { get; init; }

    /// <summary>Whether CSV begins with a byte-order mark.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Whether code that reads the answer is told beside it.</summary>
    public bool Snippets { get; init; }

    /// <summary>How a chart is to look.</summary>
    public PictureSize Picture { get; init; } = PictureSize.Default;

    /// <summary>The parameters given, in the order of their names: what was understood, to be shown to the caller.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Given { get; init; } = [];

    /// <summary>The same question has the same text, in whatever order its parameters stand.</summary>
    public string Canonical => string.Join('&', Given.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>The part of the question that decides which rows match, and so how many.</summary>
    public string Matching => Without("limit", "cursor", "sort", "fields", "snippets", "dataset_version");

    /// <summary>What a cursor is bound to: the question without the place in its answer.</summary>
    public string Fingerprint => Without("limit", "cursor");

    /// <summary>Another question has another text: an ampersand within a value is not one between parameters.</summary>
    private string Without(params string[] parameters) => $"{View.Name}?{string.Join('&', Given
        .Where(pair => !parameters.Contains(pair.Key))
        .Select(pair => $"{pair.Key}={pair.Value.Replace("%", "%25").Replace("&", "%26")}"))}";
}
