using System.Diagnostics;
using Benchmarks.Reporting;
using Benchmarks.Running;

namespace Benchmarks.Measuring;

/// <summary>Measures the time from the start of a web server to its first successful answer, with a running database.</summary>
internal static class StartUpMeasurement
{
    private const int LeastRounds = 5;

    public static async Task<BulkResult> CompareAsync(
        string address, int rounds, Func<WebProcess> service, Func<WebProcess> reference, CancellationToken cancel)
    {
        var (ours, theirs) = (new List<BulkFigures>(), new List<BulkFigures>());
        for (var round = 0; round < Math.Max(rounds, LeastRounds); round++)
        {
            ours.Add(await StartAsync(service, address, cancel));
            theirs.Add(await StartAsync(reference, address, cancel));
        }

        return new(Workloads.StartUp.Name, "hand-written API", 1, Bulk.MedianOf(ours), Bulk.MedianOf(theirs));
    }

    private static async Task<BulkFigures> StartAsync(Func<WebProcess> start, string address, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        await using var server = start();
        await server.AnswerAsync(address, cancel);
        return new(clock.Elapsed.TotalSeconds, null, ProcessUsage.Processor(server.Id), null, ProcessUsage.PeakMemory(server.Id));
    }
}
