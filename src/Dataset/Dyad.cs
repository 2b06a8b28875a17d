namespace Dataset;

/// <summary>Pairs of countries.</summary>
public static class Dyad
{
    /// <summary>Every pair of the countries, as two codes in alphabetical order joined by a hyphen: CHN-RUS.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyList<string> countries)
    {
        var codes = countries.Distinct().Order(StringComparer.Ordinal).ToArray();
        return [.. codes.SelectMany((first, i) => codes.Skip(i + 1).Select(second => $"{first}-{second}"))];
    }
}
