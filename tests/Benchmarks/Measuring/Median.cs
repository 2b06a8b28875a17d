namespace Benchmarks.Measuring;

/// <summary>The median. One disturbed round does not change it much.</summary>
internal static class Median
{
    public static double Of<T>(IEnumerable<T> rounds, Func<T, double> value)
    {
        double[] ordered = [.. rounds.Select(value).Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    /// <summary>The median, or null if a round has no value.</summary>
    public static double? OfKnown<T>(IReadOnlyCollection<T> rounds, Func<T, double?> value) =>
        rounds.Any(round => value(round) is null) ? null : Of(rounds, round => value(round)!.Value);
}
