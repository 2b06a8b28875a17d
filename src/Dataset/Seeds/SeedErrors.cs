namespace Dataset;

/// <summary>Counts errors and keeps the first of them, so that a large file that is wrong throughout costs little.</summary>
internal sealed class SeedErrors
{
    public const int MostKept = 1_000;

    private readonly List<SeedError> _kept = [];

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
