namespace Api.Features.Charts;

/// <summary>Patterns of lines, drawn dash by dash because the library that writes SVG has none.</summary>
internal static class Dashes
{
    /// <summary>The lengths of dashes and gaps in turn, in widths of the line; an empty pattern is a solid line.</summary>
    private static readonly double[][] Patterns = [[], [5, 2.5], [1, 1.5], [2.5, 1.5], [6, 1.5, 1, 1.5]];

    /// <summary>The dashes of a line as fractions of its length, which is given in widths of the line.</summary>
    public static IEnumerable<(double From, double To)> Of(int index, double length)
    {
        var pattern = Patterns[index % Patterns.Length];
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
