using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Benchmarks.Measuring;
using Benchmarks.Prices;
using Benchmarks.Running;

namespace Benchmarks.Greedy;

/// <summary>The length of a run.</summary>
internal sealed record FairSettings(ProductSettings Product, SearchBounds Search, int Rounds, int Seconds);

/// <summary>
/// Measures how long a client waits for its answers while a greedy one sends the dearest pages, against the same client alone, in rounds that
/// alternate.
/// </summary>
internal static class FairRun
{
    private const int Pages = 10, Connections = 100, Ids = 1000;
    private const double MostRatio = 5, LeastServed = 0.99;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    /// <returns>Whether the 99th percentile stayed below its bound, and the other client was served.</returns>
    public static async Task<bool> RunAsync(FairSettings settings, CancellationToken cancel)
    {
        await using var product = await ServedProduct.StartAsync(settings.Product, cacheMegabytes: 0, cancel);
        var service = product.Service;
        var (_, search) = await PriceRun.SearchAsync(product, settings.Search, cancel);
        // A request that cannot differ from the last one could be computed once for all.
        ApiRequest[] dearest = [.. search.Dearest(int.MaxValue).Select(price => price.Request).Where(request => request.CanDiffer).Take(Pages)];
        if (dearest.Length == 0)
            throw new BenchmarkException("The search found no page that the greedy client could repeat. Give more --requests.");
        foreach (var request in dearest)
            Console.WriteLine(request.Address);
        string[] records = await RecordsAsync(service, cancel);
        using var greedy = service.ClientFrom(IPAddress.Parse("127.0.0.2"));
        using var other = service.ClientFrom(IPAddress.Parse("127.0.0.3"));
        var (alone, together) = (new List<Tally>(), new List<Tally>());
        var greedyClient = new GreedyClient(greedy, Connections, Greed.Fast, number => dearest[number % dearest.Length].Unlike(number).Address);
        await ReadAsync(other, records, settings.Seconds, cancel);
        for (var round = 0; round < settings.Rounds; round++)
        {
            alone.Add(await ReadAsync(other, records, settings.Seconds, cancel));
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var running = greedyClient.RunAsync(stop.Token);
            together.Add(await ReadAsync(other, records, settings.Seconds, cancel));
            await stop.CancelAsync();
            await running;
        }

        // A refusal is fast, so that the times alone would hide it.
        var served = together.Min(tally => tally.Served);
        var ratio = Median.Of(together, tally => tally.Times.P99) / Median.Of(alone, tally => tally.Times.P99);
        Console.WriteLine($"""

            | the other client | p50 ms | p99 ms | answers in the last round |
            |---|--:|--:|---|
            | alone | {Row(alone)} |
            | with the greedy one | {Row(together)} |

            ratio of the 99th percentiles: {ratio:N1} (at most {MostRatio:N0}: {(ratio <= MostRatio ? "kept" : "EXCEEDED")})
            served with the greedy client, in the worst round: {served:P1} (at least {LeastServed:P0}: {(served >= LeastServed ? "kept" : "MISSED")})
            the greedy client, in all rounds: {greedyClient.Tally.Outcomes}
            """);
        return ratio <= MostRatio && served >= LeastServed;
    }

    /// <summary>Requests a record every 20 ms, whether or not the last one was answered. The time of each counts from when it was due.</summary>
    private static async Task<Tally> ReadAsync(HttpClient client, string[] records, int seconds, CancellationToken cancel)
    {
        var (tally, clock, reads) = (new Tally(), Stopwatch.StartNew(), new List<Task>());
        for (var due = TimeSpan.Zero; due.TotalSeconds < seconds; due += Pace)
        {
            if (due - clock.Elapsed is { Ticks: > 0 } wait)
                await Task.Delay(wait, cancel);
            reads.Add(AskAsync(records[reads.Count % records.Length], due));
        }

        await Task.WhenAll(reads);
        return tally;

        async Task AskAsync(string address, TimeSpan due)
        {
            try
            {
                using var answer = await client.GetAsync(address, cancel);
                tally.Count(answer.StatusCode, clock.Elapsed - due);
            }
            catch (HttpRequestException)
            {
                tally.Count("broken");
            }
        }
    }

    private static async Task<string[]> RecordsAsync(WebProcess service, CancellationToken cancel)
    {
        var page = await Answers.AskAsync(service, $"/v1/trade-figures?fields=id&limit={Ids}", cancel);
        using var json = JsonDocument.Parse(page.Body);
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(row => $"/v1/trade-figures/{row.GetProperty("id").GetString()}")];
    }

    private static string Row(List<Tally> rounds) =>
        $"{Spread(rounds, tally => tally.Times.Median)} | {Spread(rounds, tally => tally.Times.P99)} | {rounds[^1].Outcomes}";

    private static string Spread(List<Tally> rounds, Func<Tally, double> value) =>
        $"{Median.Of(rounds, value):N1} ({rounds.Min(value):N1}–{rounds.Max(value):N1})";
}
