using System.Diagnostics;

namespace Benchmarks.Load;

/// <summary>A load generator for machines without wrk. Each connection sends the next request as soon as it has the answer.</summary>
internal static class ClosedLoop
{
    public static async Task<LoadFigures> RunAsync(LoadRequest request, double seconds, CancellationToken cancel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = LoadGenerator.Connections });
        var clock = Stopwatch.StartNew();
        var loops = await Task.WhenAll(Enumerable.Range(0, LoadGenerator.Connections).Select(_ => Task.Run(LoopAsync, cancel)));
        var elapsed = clock.Elapsed.TotalSeconds;
        double[] times = [.. loops.SelectMany(loop => loop.Milliseconds).Order()];
        return times.Length == 0
            ? throw new BenchmarkException($"{request.Address} gave no answer in {seconds} s.")
            : new(times.Length, times.Length / elapsed, times[times.Length / 2], times[times.Length * 99 / 100], loops.Sum(loop => loop.Errors));

        async Task<(List<double> Milliseconds, long Errors)> LoopAsync()
        {
            var milliseconds = new List<double>();
            var errors = 0L;
            while (clock.Elapsed.TotalSeconds < seconds)
            {
                var start = clock.Elapsed;
                if (!await AskAsync())
                    errors++;
                milliseconds.Add((clock.Elapsed - start).TotalMilliseconds);
            }

            return (milliseconds, errors);
        }

        async Task<bool> AskAsync()
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, request.Address);
            foreach (var (name, value) in request.Headers)
                message.Headers.TryAddWithoutValidation(name, value);
            try
            {
                using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
                await answer.Content.CopyToAsync(Stream.Null, cancel);
                return (int)answer.StatusCode < 400;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }
    }
}
