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
        var farthest = Math.Max(2, name.Length / 3);
        return allowed
            .Where(candidate => Math.Abs(Math.Min(candidate.Length, Longest) - name.Length) <= farthest)
            .Select(candidate => (candidate, distance: Distance(name, Cut(candidate))))
            .Where(near => near.distance <= farthest)
            .OrderBy(near => near.distance)
            .Take(most)
            .Select(near => near.candidate);
    }

    private static string Cut(string name) => name[..Math.Min(name.Length, Longest)].ToLowerInvariant();

    /// <summary>Levenshtein's edit distance, in which two neighbours that change places count once.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (Array.Empty<int>(), Array.Empty<int>(), Enumerable.Range(0, b.Length + 1).ToArray());
        for (var i = 1; i <= a.Length; i++)
        {
            (before, last, row) = (last, row, new int[b.Length + 1]);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
        }

        return row[b.Length];
    }
}
