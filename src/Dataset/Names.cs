using System.Text.Json;

namespace Dataset;

/// <summary>One name per fact: a property's snake_case name is its column, JSON key, filter, sort key, CSV header and seed key.</summary>
public static class Names
{
    /// <summary>Names are compared up to this length, so that hostile input costs little.</summary>
    private const int Longest = 64;

    /// <summary>The snake_case form of a C# name: SourceCount becomes source_count.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The nearest of the allowed names to one that is not, or null when none is near: for "did you mean".</summary>
    public static string? Nearest(string name, IEnumerable<string> allowed) =>
        NearestAmong(name, allowed, 1).FirstOrDefault();

    /// <summary>The few nearest of those that are not too far, the nearest first.</summary>
    public static IEnumerable<string> NearestAmong(string name, IEnumerable<string> allowed, int most)
    {
        name = Cut(name);
        return allowed
            .Select(candidate => (candidate, distance: Distance(name, Cut(candidate))))
            .Where(near => near.distance <= Math.Max(2, name.Length / 3))
            .OrderBy(near => near.distance)
            .Take(most)
            .Select(near => near.candidate);
    }

    private static string Cut(string name) => name[..Math.Min(name.Length, Longest)].ToLowerInvariant();

    /// <summary>Levenshtein's edit distance.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
