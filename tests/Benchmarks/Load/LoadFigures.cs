namespace Benchmarks.Load;

/// <summary>The result of a closed loop of requests.</summary>
/// <param name="Requests">The number of answered requests.</param>
/// <param name="RequestsPerSecond">The number of answered requests per second.</param>
/// <param name="Median">The time in milliseconds within which half of them were answered.</param>
/// <param name="P99">The time in milliseconds within which 99 of 100 were answered.</param>
/// <param name="Errors">Answers with another status than 2xx and 3xx, and connections that failed or timed out.</param>
internal sealed record LoadFigures(long Requests, double RequestsPerSecond, double Median, double P99, long Errors);

/// <summary>A request to repeat.</summary>
/// <param name="Address">The whole address.</param>
/// <param name="Headers">Its headers.</param>
internal sealed record LoadRequest(Uri Address, IReadOnlyDictionary<string, string> Headers);

/// <summary>Repeats a request over 32 connections.</summary>
internal static class LoadGenerator
{
    public const int Connections = 32;

    /// <summary>The name of the load generator for the report.</summary>
    public static string Name => Wrk.Path is null ? $"own client, {Connections} connections" : $"wrk -t{Wrk.Threads} -c{Connections}";

    public static Task<LoadFigures> RunAsync(LoadRequest request, double seconds, CancellationToken cancel) =>
        Wrk.Path is { } wrk ? Wrk.RunAsync(wrk, request, seconds, cancel) : ClosedLoop.RunAsync(request, seconds, cancel);
}
