using Dataset;

namespace Api.Http;

/// <summary>The nearest existing name, for the first few unknown names of a request, because comparing takes time.</summary>
internal sealed class NearestNames
{
    private const int MostNames = 10;
    private const int MostCandidates = 300;
    private const int MostComparisons = 1500;
    private const int PrefixLength = 2;
    private int _names;
    private int _comparisons;

    public string? Find(string name, IReadOnlyCollection<string> among)
    {
        if (_names++ >= MostNames || _comparisons >= MostComparisons)
            return null;
        _comparisons += Math.Min(among.Count, MostCandidates);
        if (among.Count <= MostCandidates)
            return Names.Nearest(name, among);
        var prefix = name[..Math.Min(PrefixLength, name.Length)];
        return Names.Nearest(name, among.Where(candidate => candidate.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Take(MostCandidates));
    }
}
