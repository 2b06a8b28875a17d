namespace Dataset;

/// <summary>The ids that records may refer to.</summary>
/// <param name="Countries">Codes of the countries and blocs.</param>
/// <param name="People">Ids of the people.</param>
/// <param name="Paragraphs">Number of paragraphs by the id of the source.</param>
public sealed record References(IReadOnlySet<string> Countries, IReadOnlySet<string> People, IReadOnlyDictionary<string, int> Paragraphs)
{
    /// <summary>How many ids are compared in all for suggestions: some seconds' work. Seeds that are wrong throughout are told so in time.</summary>
    private const int MostComparisons = 2_000_000;

    private int _comparisons;

    /// <summary>The relation records, each as its resource and its id; all of them once they are read.</summary>
    internal SeedIds Records { get; } = new();

    /// <summary>The end of a message on an id that is not among those known.</summary>
    internal string Suggest(string? id, IEnumerable<string> ids, int count)
    {
        if (_comparisons > MostComparisons)
            return "";
        _comparisons += count;
        return Names.Nearest(id!, ids) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }
}
