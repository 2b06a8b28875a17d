using System.Net;
using Benchmarks.Measuring;

namespace Benchmarks.Greedy;

/// <summary>How a greedy client reads an answer.</summary>
internal enum Greed
{
    /// <summary>To its end, as fast as it comes.</summary>
    Fast,

    /// <summary>A few KB per second, so that the service has to keep the rest.</summary>
    Slow,

    /// <summary>It disconnects before the answer comes.</summary>
    Abandoned,
}

/// <summary>A client that sends the next request on each of its connections as soon as the last one has ended.</summary>
/// <param name="client">Sends the requests from the client's own address.</param>
/// <param name="connections">The number of its connections.</param>
/// <param name="greed">How it reads.</param>
/// <param name="address">Gives the address of a request by its number.</param>
internal sealed class GreedyClient(HttpClient client, int connections, Greed greed, Func<int, string> address)
{
    private const int BytesAtOnce = 2048;
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);
    private int _sent;

    public Tally Tally { get; } = new();

    /// <summary>Runs until it is stopped, and then disconnects.</summary>
    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => RepeatAsync(stop), CancellationToken.None)));

    private async Task RepeatAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var isRefused = false;
            var number = Interlocked.Increment(ref _sent);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (greed == Greed.Abandoned)
                patience.CancelAfter(TimeSpan.FromMilliseconds(1 + (number % 10)));
            try
            {
                using var answer = await client.GetAsync(address(number), HttpCompletionOption.ResponseHeadersRead, patience.Token);
                await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
                if (greed == Greed.Slow)
                    await ReadSlowlyAsync(body, patience.Token);
                else
                    await Bulk.DrainAsync(body, patience.Token);
                Tally.Count(answer.StatusCode);
                if (answer.StatusCode == HttpStatusCode.InternalServerError)
                    Tally.Fail($"{(int)answer.StatusCode} {address(number)}");
                isRefused = (int)answer.StatusCode is 429 or 503;
            }
            catch (Exception ended) when (ended is OperationCanceledException or HttpRequestException or IOException)
            {
                if (stop.IsCancellationRequested)
                    return;
                Tally.Count(patience.IsCancellationRequested ? "abandoned" : "broken");
                isRefused = !patience.IsCancellationRequested;
            }

            if (isRefused)
                await Task.Delay(AfterRefusal, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadSlowlyAsync(Stream body, CancellationToken cancel)
    {
        var buffer = new byte[BytesAtOnce];
        while (await body.ReadAsync(buffer, cancel) > 0)
            await Task.Delay(BetweenReads, cancel);
    }
}
