using Benchmarks.Load;
using Benchmarks.Reporting;
using Benchmarks.Running;

namespace Benchmarks.Measuring;

/// <summary>One side of a comparison: a server and the address to request.</summary>
internal sealed record Side(WebProcess Server, string Address, string? KnownTag = null);

/// <summary>Measures requests. The sides alternate round by round, so that other work of the machine affects both equally.</summary>
internal sealed class RequestMeasurement(Settings settings, int databaseServer)
{
    private const int LeastWarmUpSeconds = 3, MostWarmUps = 10;

    /// <summary>A side is warm when a request costs more than this share of its cost in the previous round.</summary>
    private const double Settled = 0.95;

    private sealed record Round(LoadFigures Load, double Processor, double? Database, double Peak);

    public async Task<RequestResult> CompareAsync(RequestWorkload workload, string against, Side service, Side reference, CancellationToken cancel)
    {
        var seconds = Math.Max(await WarmUpAsync(service, cancel), await WarmUpAsync(reference, cancel));
        var (ours, theirs) = (new List<Round>(), new List<Round>());
        for (var round = 0; round < settings.Rounds; round++)
        {
            ours.Add(await MeasureAsync(service, seconds, cancel));
            theirs.Add(await MeasureAsync(reference, seconds, cancel));
        }

        return new(workload.Name, service.Address, against, Figures(ours), Figures(theirs));
    }

    /// <summary>
    /// Repeats rounds until requests do not become cheaper. The runtime recompiles hot code while it runs, which takes longer for more
    /// code.
    /// </summary>
    /// <returns>The length of a round in seconds: the configured one, or longer if not every connection gets an answer in it.</returns>
    private async Task<double> WarmUpAsync(Side side, CancellationToken cancel)
    {
        var (seconds, before) = (Math.Max(LeastWarmUpSeconds, settings.Seconds / 2d), double.PositiveInfinity);
        for (var round = 0; round < MostWarmUps; round++)
        {
            var measured = await MeasureAsync(side, seconds, cancel);
            if (measured.Load.Requests < LoadGenerator.Connections)
            {
                seconds *= 2;
                continue;
            }

            if (Cost(measured) > Settled * before)
                break;
            before = Cost(measured);
        }

        return Math.Max(seconds, settings.Seconds);
    }

    private async Task<Round> MeasureAsync(Side side, double seconds, CancellationToken cancel)
    {
        var headers = new Dictionary<string, string> { ["Host"] = WebProcess.Host };
        if (side.KnownTag is { } tag)
            headers["If-None-Match"] = tag;
        var id = side.Server.Id;
        ProcessUsage.ForgetPeak(id);
        var (processor, database) = (ProcessUsage.Processor(id), ProcessUsage.ProcessorOfTree(databaseServer));
        var load = await LoadGenerator.RunAsync(new(new Uri(side.Server.Client.BaseAddress!, side.Address), headers), seconds, cancel);
        return new(
            load, ProcessUsage.Processor(id) - processor, ProcessUsage.ProcessorOfTree(databaseServer) - database,
            ProcessUsage.PeakMemory(id));
    }

    /// <summary>The web server's processor time in microseconds per request.</summary>
    private static double Cost(Round round) => round.Processor / round.Load.Requests * 1e6;

    private static RequestFigures Figures(List<Round> rounds) => new(
        Median.Of(rounds, round => round.Load.RequestsPerSecond),
        Median.Of(rounds, round => round.Load.Median),
        Median.Of(rounds, round => round.Load.P99),
        Median.Of(rounds, Cost),
        Median.OfKnown(rounds, round => round.Database / round.Load.Requests * 1e6),
        rounds.Max(round => round.Peak),
        rounds.Sum(round => round.Load.Errors));
}
