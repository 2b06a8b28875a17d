using System.Text.Json;

namespace Dataset;

/// <summary>Names of fields, and the nearest of several names to a mistyped one.</summary>
public static class Names
{
    // Names are compared up to this length, so that hostile input costs little.
    private const int Longest = 64;

    /// <summary>The snake_case form of a property's name, which names its column, JSON key, filter, sort key and seed key.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The nearest of the allowed names, or null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> allowed) =>
        NearestAmong(name, allowed, 1).FirstOrDefault();

    /// <summary>The nearest of the allowed names that are near enough, the nearest first.</summary>
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

    // The optimal string alignment distance: two swapped neighbours count as one edit.
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
