using System.Globalization;
using System.Text.RegularExpressions;
using Benchmarks.Running;

namespace Benchmarks.Load;

/// <summary>The load generator wrk, if it is installed.</summary>
internal static partial class Wrk
{
    public const int Threads = 2;

    /// <summary>The path of the program; null when it is not installed.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .Where(System.IO.Path.IsPathRooted)
        .Select(folder => System.IO.Path.Combine(folder, "wrk"))
        .FirstOrDefault(File.Exists);

    public static async Task<LoadFigures> RunAsync(string wrk, LoadRequest request, double seconds, CancellationToken cancel)
    {
        await using var process = ChildProcess.Start(wrk,
        [
            $"-t{Threads}", $"-c{LoadGenerator.Connections}", $"-d{Math.Max(1, (int)seconds)}s", "--latency", "--timeout", "30s",
            .. request.Headers.SelectMany(header => new[] { "-H", $"{header.Key}: {header.Value}" }),
            request.Address.AbsoluteUri,
        ]);
        await process.SucceedAsync(cancel);
        return Parse(process.Output);
    }

    /// <summary>Parses the output of wrk.</summary>
    public static LoadFigures Parse(string output)
    {
        var requests = long.Parse(Wanted(RequestsPattern(), output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var errors = NotGoodPattern().Match(output) is { Success: true } bad ? long.Parse(bad.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (SocketPattern().Match(output) is { Success: true } sockets)
            errors += sockets.Groups.Values.Skip(1).Sum(group => long.Parse(group.ValueSpan, CultureInfo.InvariantCulture));
        return new(
            requests, double.Parse(Wanted(RatePattern(), output).Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            Milliseconds(Wanted(MedianPattern(), output)), Milliseconds(Wanted(P99Pattern(), output)), errors);
    }

    private static Match Wanted(Regex pattern, string output) => pattern.Match(output) is { Success: true } match
        ? match : throw new BenchmarkException($"wrk printed something unexpected:\n{output}");

    private static double Milliseconds(Match match) =>
        double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].ValueSpan switch
        {
            "us" => 0.001,
            "ms" => 1,
            "s" => 1_000,
            _ => 60_000,
        };

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex RequestsPattern();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"\s50%\s+([\d.]+)(us|ms|s|m)\b")]
    private static partial Regex MedianPattern();

    [GeneratedRegex(@"\s99%\s+([\d.]+)(us|ms|s|m)\b")]
    private static partial Regex P99Pattern();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex NotGoodPattern();

    [GeneratedRegex(@"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")]
    private static partial Regex SocketPattern();
}
