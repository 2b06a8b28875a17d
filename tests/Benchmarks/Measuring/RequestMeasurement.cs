using Benchmarks.Load;
using Benchmarks.Reporting;
using Benchmarks.Running;

namespace Benchmarks.Measuring;

/// <summary>One side of a comparison: who is asked for what.</summary>
internal sealed record Side(WebProcess Server, string Address, string? KnownTag = null);

/// <summary>Measures requests, round by round in turn, so that whatever else the machine does meets both sides alike.</summary>
internal sealed class RequestMeasurement(Settings settings, int databaseServer)
{
    private const int LeastWarmUpSeconds = 3;

    private sealed record Round(LoadFigures Load, double Processor, double? Database, double Peak);

    public async Task<RequestResult> CompareAsync(RequestWorkload workload, string against, Side service, Side reference, CancellationToken cancel)
    {
        await WarmUpAsync(service, cancel);
        await WarmUpAsync(reference, cancel);
        var (ours, theirs) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            ours.Add(await MeasureAsync(service, settings.Seconds, cancel));
            theirs.Add(await MeasureAsync(reference, settings.Seconds, cancel));
        }

        return new(workload.Name, service.Address, against, Figures(ours), Figures(theirs));
    }

    /// <summary>So that what the compiler does for hot code is done.</summary>
    private async Task WarmUpAsync(Side side, CancellationToken cancel) => await MeasureAsync(side, Math.Max(LeastWarmUpSeconds, settings.Seconds / 2), cancel);

    private async Task<Round> MeasureAsync(Side side, double seconds, CancellationToken cancel)
    {
        var headers = new Dictionary<string, string> { ["Host"] = WebProcess.Host };
        if (side.KnownTag is { } tag)
            headers["If-None-Match"] = tag;
        var id = side.Server.Id;
        ProcessUsage.ForgetPeak(id);
        var (processor, database) = (ProcessUsage.Processor(id), ProcessUsage.ProcessorOfTree(databaseServer));
        var load = await LoadGenerator.RunAsync(new(new Uri(side.Server.Client.BaseAddress!, side.Address), headers), seconds, cancel);
        return new(load, ProcessUsage.Processor(id) - processor, ProcessUsage.ProcessorOfTree(databaseServer) - database, ProcessUsage.PeakMemory(id));
    }

    private static RequestFigures Figures(List<Round> rounds) => new(
        Median.Of(rounds, round => round.Load.RequestsPerSecond),
        Median.Of(rounds, round => round.Load.Median),
        Median.Of(rounds, round => round.Load.P99),
        Median.Of(rounds, round => round.Processor / round.Load.Requests * 1e6),
        Median.OfKnown(rounds, round => round.Database / round.Load.Requests * 1e6),
        rounds.Max(round => round.Peak),
        rounds.Sum(round => round.Load.Errors));
}
