using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Benchmarks.Greedy;
using Benchmarks.Measuring;
using Benchmarks.Prices;
using Benchmarks.Running;

namespace Benchmarks.Soak;

/// <summary>The length and the load of a soak run.</summary>
internal sealed record SoakSettings(int Minutes, int Records, int PerSecond, int SecondsBetweenLoads, bool IsGreedy, string? Programs);

/// <summary>
/// A long run of the published service under a mixed load, while one new version after another is loaded. Every answer must be as
/// expected, and the service must use no more resources at the end than early in the run.
/// </summary>
internal static class SoakRun
{
    private const int Visitors = 16;

    /// <summary>
    /// The size of the answer cache. The service grows while the cache fills, so it is small and full before the first comparison. Greedy clients
    /// fill the usual one.
    /// </summary>
    private const int CacheMegabytes = 16;

    /// <summary>The memory that the service must stay below, next to greedy clients too.</summary>
    private const double MostMegabytes = 512;

    private const int DearestPages = 20;
    private static readonly SearchBounds ShortSearch = new(Requests: 300, Seconds: 60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(10);

    /// <summary>Runs the soak test.</summary>
    /// <returns>Whether there was no failure and memory stayed flat.</returns>
    public static async Task<bool> RunAsync(SoakSettings settings, CancellationToken cancel)
    {
        await using var product = await ServedProduct.StartAsync(
            new(settings.Records, Programs: settings.Programs), settings.IsGreedy ? null : CacheMegabytes, cancel);
        var (service, database, workspace) = (product.Service, product.Database, product.Workspace);
        var changed = ChangedSeeds.Write(database.Seeds, workspace.ChangedSeeds, cancel);
        using var greedy = settings.IsGreedy ? await GreedyAsync(product, cancel) : null;

        var (tally, watch, pinned) = (new Tally(), new Watch(product), new ConcurrentDictionary<string, string>());
        var first = await VersionAsync(service, cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pace = TimeSpan.FromSeconds((double)Visitors / settings.PerSecond);
        HttpClient[] clients = [.. Enumerable.Range(0, Visitors)
            .Select(seed => settings.IsGreedy ? service.ClientFrom(IPAddress.Parse($"127.0.0.{100 + seed}")) : service.Client)];
        var visitors = clients.Select((client, seed) => new Visitor(client, seed, first, pinned, tally).RunAsync(pace, stop.Token)).ToArray();
        var others = greedy?.Clients.Select(one => one.Client.RunAsync(stop.Token)).ToArray() ?? [];
        var loads = LoadAsync(database, workspace, service, settings, tally, stop.Token);
        Console.WriteLine(
            $"{Visitors} visitors, {settings.PerSecond} questions a second in all, "
            + $"a version in which {changed:N0} of {settings.Records:N0} records differ every {settings.SecondsBetweenLoads} s");

        var clock = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        while (clock.Elapsed < TimeSpan.FromMinutes(settings.Minutes) && !cancel.IsCancellationRequested)
        {
            await Task.Delay(BetweenLooks, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var sample = watch.Look();
            if (clock.Elapsed - reported < BetweenWords)
                continue;
            reported = clock.Elapsed;
            Console.WriteLine($"{reported:hh\\:mm\\:ss} {tally.Answers:N0} answers, {tally.Failed:N0} wrong; {sample}");
            foreach (var failure in tally.NewFailures())
                Console.WriteLine(failure);
        }

        await stop.CancelAsync();
        await Task.WhenAll([.. visitors, .. others]);
        var loaded = await loads;
        cancel.ThrowIfCancellationRequested();
        foreach (var client in clients.Where(client => client != service.Client))
            client.Dispose();
        var keptBounds = greedy is null || ReportGreedy(greedy, watch, service);
        return Report(tally, watch, loaded, clock.Elapsed) && keptBounds;
    }

    /// <summary>The greedy clients send the dearest pages that a short search finds.</summary>
    private static async Task<GreedyMixture> GreedyAsync(ServedProduct product, CancellationToken cancel)
    {
        var (_, search) = await PriceRun.SearchAsync(product, ShortSearch, cancel);
        return new(product.Service, await PriceRun.DocumentAsync(product, cancel), [.. search.Dearest(DearestPages).Select(price => price.Request)]);
    }

    /// <summary>Loads the seeds and the changed seeds in turn, each as the next version, and waits until it is served.</summary>
    /// <returns>The number of loaded versions.</returns>
    private static async Task<int> LoadAsync(
        BenchmarkDatabase database, Workspace workspace, WebProcess service, SoakSettings settings, Tally tally, CancellationToken stop)
    {
        var owner = await database.EnsureAsync(database.Name, stop);
        var loaded = 0;
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(settings.SecondsBetweenLoads), stop);
                var before = await VersionAsync(service, stop);
                await using (var load = database.StartLoad(owner, loaded % 2 == 0 ? workspace.ChangedSeeds : database.Seeds))
                    await load.SucceedAsync(stop);
                loaded++;
                var waited = Stopwatch.StartNew();
                while (await VersionAsync(service, stop) != before + 1)
                {
                    if (waited.Elapsed > SeenWithin)
                    {
                        tally.Fail($"version {before + 1} was not served {SeenWithin.TotalSeconds} s after it was loaded");
                        break;
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return loaded;
        }
        catch (Exception failure) when (failure is BenchmarkException or HttpRequestException)
        {
            tally.Fail($"the loads: {failure.Message}");
            return loaded;
        }
    }

    private static async Task<int> VersionAsync(WebProcess service, CancellationToken cancel)
    {
        using var answer = await service.Client.GetAsync("/v1", cancel);
        return int.Parse(answer.Headers.GetValues("Dataset-Version").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <returns>Whether no greedy client got a 500, and memory stayed below its bound.</returns>
    private static bool ReportGreedy(GreedyMixture greedy, Watch watch, WebProcess service)
    {
        var peak = ProcessUsage.PeakMemory(service.Id);
        var failures = greedy.Clients.SelectMany(one => one.Client.Tally.NewFailures()).ToArray();
        Console.WriteLine("\n| greedy client | outcomes |\n|---|---|");
        foreach (var (name, client) in greedy.Clients)
            Console.WriteLine($"| {name} | {client.Tally.Outcomes} |");
        Console.WriteLine("""

            | greatest in | service MB | its files MB | PostgreSQL MB | its files MB | its log MB |
            |---|--:|--:|--:|--:|--:|
            """);
        foreach (var (quarter, most) in watch.Greatest().Index())
        {
            Console.WriteLine($"| quarter {quarter + 1} | {most.Megabytes:N0} | {most.Temporary:N0} | {most.Database:N0} "
                + $"| {most.DatabaseTemporary:N0} | {most.DatabaseLog:N1} |");
        }

        Console.WriteLine($"""

            the service's peak: {peak:N0} MB (below {MostMegabytes} MB: {(peak < MostMegabytes ? "kept" : "EXCEEDED")})
            """);
        if (failures.Length > 0)
            Console.WriteLine($"{string.Join('\n', failures)}\nThe service's log:\n{service.Output}");
        return peak < MostMegabytes && failures.Length == 0;
    }

    private static bool Report(Tally tally, Watch watch, int loaded, TimeSpan elapsed)
    {
        var (early, late) = watch.Ends();
        foreach (var failure in tally.NewFailures())
            Console.WriteLine(failure);
        Console.WriteLine($"""
            {elapsed.TotalMinutes:N1} minutes, {loaded} versions loaded, {tally.Answers:N0} answers: {tally.Outcomes}
            p50 {tally.Times.Median:N1} ms, p99 {tally.Times.P99:N1} ms; wrong: {tally.Failed:N0}
            second quarter: {early}
            last quarter:   {late} ({(watch.IsFlat ? "flat" : "NOT FLAT")})
            """);
        return tally.Failed == 0 && watch.IsFlat;
    }
}
