namespace Api.Features.Charts;

/// <summary>Patterns of lines. They are drawn dash by dash: the library that writes SVG has none of its own.</summary>
internal static class Dashes
{
    /// <summary>Of each pattern the lengths of its dashes and gaps in turn, in widths of a line; nothing is one long dash.</summary>
    private static readonly double[][] Patterns = [[], [5, 2.5], [1, 1.5], [2.5, 1.5], [6, 1.5, 1, 1.5]];

    /// <summary>The dashes of a line, as parts of it from 0 to 1.</summary>
    /// <param name="place">Which pattern.</param>
    /// <param name="length">The line's length, in widths of it.</param>
    public static IEnumerable<(double From, double To)> Of(int place, double length)
    {
        var pattern = Patterns[place % Patterns.Length];
        if (pattern.Length == 0)
        {
            yield return (0, 1);
            yield break;
        }

        var at = 0.0;
        for (var i = 0; at < length; i++)
        {
            var end = at + pattern[i % pattern.Length];
            if (i % 2 == 0)
                yield return (at / length, Math.Min(1, end / length));
            at = end;
        }
    }
}
