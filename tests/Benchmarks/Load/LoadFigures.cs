namespace Benchmarks.Load;

/// <summary>What a closed loop of requests gave.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="RequestsPerSecond">How many of them in a second.</param>
/// <param name="Median">Milliseconds in which half of them were answered.</param>
/// <param name="P99">Milliseconds in which 99 of 100 were answered.</param>
/// <param name="Errors">Answers of another status than 2xx and 3xx, and connections that broke or timed out.</param>
internal sealed record LoadFigures(long Requests, double RequestsPerSecond, double Median, double P99, long Errors);

/// <summary>A request to repeat.</summary>
/// <param name="Address">The whole address.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record LoadRequest(Uri Address, IReadOnlyDictionary<string, string> Headers);

/// <summary>Asks the same again and again, over 32 connections.</summary>
internal static class LoadGenerator
{
    public const int Connections = 32;

    /// <summary>What it is, for the report.</summary>
    public static string Name => Wrk.Path is null ? $"own client, {Connections} connections" : $"wrk -t{Wrk.Threads} -c{Connections}";

    public static Task<LoadFigures> RunAsync(LoadRequest request, double seconds, CancellationToken cancel) =>
        Wrk.Path is { } wrk ? Wrk.RunAsync(wrk, request, seconds, cancel) : ClosedLoop.RunAsync(request, seconds, cancel);
}
