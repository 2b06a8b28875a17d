using System.Net;
using Benchmarks.Measuring;

namespace Benchmarks.Hostile;

/// <summary>Sends hostile requests one after another, and checks every answer.</summary>
internal static class HostileVisitor
{
    /// <summary>Sends a number of requests. A seed number repeats them, as long as the answers are the same.</summary>
    public static async Task RunAsync(HttpClient service, int requests, int seed, Tally tally, CancellationToken cancel)
    {
        var generated = await HostileRequests.ReadAsync(service, seed, cancel);
        using var wire = new Wire(service.BaseAddress!);
        for (var i = 0; i < requests && !cancel.IsCancellationRequested; i++)
        {
            var request = generated.Next();
            try
            {
                var answer = await wire.SendAsync(request.Text, request.Method == "HEAD");
                tally.Count((HttpStatusCode)answer.Status);
                if (HostileCheck.Fault(answer) is { } fault)
                    tally.Fail($"{request}: {fault}");
                generated.Follow(answer);
            }
            catch (Exception failure) when (failure is IOException or FormatException)
            {
                tally.Fail($"{request}: {failure.Message}");
            }
        }
    }
}
