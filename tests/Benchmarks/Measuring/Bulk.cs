using Benchmarks.Reporting;

namespace Benchmarks.Measuring;

/// <summary>Methods for measurements of long work.</summary>
internal static class Bulk
{
    public static BulkFigures MedianOf(IReadOnlyCollection<BulkFigures> rounds) => new(
        Median.Of(rounds, round => round.Seconds),
        Median.OfKnown(rounds, round => round.Megabytes),
        Median.OfKnown(rounds, round => round.ProcessorSeconds),
        Median.OfKnown(rounds, round => round.DatabaseSeconds),
        rounds.Max(round => round.MemoryMegabytes));

    /// <summary>Reads to the end, and returns the number of bytes.</summary>
    public static async Task<long> DrainAsync(Stream stream, CancellationToken cancel)
    {
        var buffer = new byte[128 * 1024];
        var bytes = 0L;
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
            bytes += read;
        return bytes;
    }
}
