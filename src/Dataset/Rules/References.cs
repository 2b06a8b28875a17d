namespace Dataset;

/// <summary>The ids to which records may refer; of a source, also its number of paragraphs.</summary>
internal sealed record References(
    IReadOnlySet<string> Countries, IReadOnlySet<string> Blocs, IReadOnlySet<string> People, IReadOnlyDictionary<string, int> Paragraphs)
{
    // Some seconds of work: seeds that are wrong throughout get their errors in time, with fewer suggestions.
    private const int MostComparisons = 2_000_000;

    private int _comparisons;

    /// <summary>The relation records read so far, each as resource/id.</summary>
    public SeedIds Records { get; } = new();

    public string Suggest(string? id, IEnumerable<string> ids, int count)
    {
        if (_comparisons > MostComparisons)
            return "";
        _comparisons += count;
        return Names.Nearest(id!, ids) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }
}
