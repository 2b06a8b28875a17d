namespace Dataset;

/// <summary>What is wrong with the seeds, as it is found. So that a large file that is wrong throughout costs little, only the first errors are kept.</summary>
internal sealed class SeedErrors
{
    /// <summary>How many are kept; the others are counted.</summary>
    public const int MostKept = 1_000;

    private readonly List<SeedError> _kept = [];

    /// <summary>How many there are in all.</summary>
    public int Count { get; private set; }

    public void Add(SeedError error)
    {
        Count++;
        if (_kept.Count < MostKept)
            _kept.Add(error);
    }

    public void ThrowIfAny()
    {
        if (Count > 0)
            throw new SeedException([.. _kept.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line)], Count);
    }
}
