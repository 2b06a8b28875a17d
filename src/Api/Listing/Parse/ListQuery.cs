using Api.Database;
using Api.Listing.Declare;

namespace Api.Listing.Parse;

/// <summary>A parsed and valid request, before it becomes SQL.</summary>
internal sealed record ListQuery(View View)
{
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    public Window? Window { get; init; }

    public string? Search { get; init; }

    /// <summary>Always ends with the key, so that the order is total.</summary>
    public IReadOnlyList<SortKey> Sort { get; init; } = [];

    public IReadOnlyList<Field> Fields { get; init; } = View.Fields;

    public Grouping? Grouping { get; init; }

    public IReadOnlyDictionary<string, object?> Inputs { get; init; } = new Dictionary<string, object?>();

    public IReadOnlyList<Field> By { get; init; } = [];

    /// <summary>Null for all records.</summary>
    public int? Limit { get; init; }

    /// <summary>The page begins after this record.</summary>
    public Cursor? After { get; init; }

    public InstallationKey CursorKey { get; init; } = new(default(ReadOnlyMemory<byte>));

    /// <summary>Null for the current version.</summary>
    public int? Version { get; init; }

    public bool ByteOrderMark { get; init; }

    public bool Snippets { get; init; }

    public PictureSize Picture { get; init; } = PictureSize.Default;

    /// <summary>The parameters as given, in the order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Given { get; init; } = [];

    /// <summary>The same for the same request, whatever the order of its parameters.</summary>
    public string Canonical => string.Join('&', Given.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>The parameters that decide which rows match, and so how many.</summary>
    public string Matching => Without("limit", "cursor", "sort", "fields", "snippets", "dataset_version");

    /// <summary>A cursor is bound to this: the request without the position in its answer.</summary>
    public string Fingerprint => Without("limit", "cursor");

    /// <summary>Different requests have different texts: an ampersand within a value is escaped.</summary>
    private string Without(params string[] parameters) => $"{View.Name}?{string.Join('&', Given
        .Where(pair => !parameters.Contains(pair.Key))
        .Select(pair => $"{pair.Key}={pair.Value.Replace("%", "%25").Replace("&", "%26")}"))}";
}
