using System.Globalization;
using System.Text;

namespace Benchmarks.Reporting;

/// <summary>The results as Markdown tables.</summary>
internal static class MarkdownReport
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Of(Results results)
    {
        var text = new StringBuilder();
        var machine = results.Machine;
        text.Append(Plain, $"{results.Records:N0} synthetic records; {machine.Cores} cores ({machine.Processor}), ");
        text.Append(Plain, $"{machine.MemoryGigabytes} GB, {machine.System}; .NET {machine.DotNet}, PostgreSQL {machine.PostgreSql}; ");
        text.Append(Plain, $"{machine.LoadGenerator}, {results.Rounds} rounds of {results.Seconds} s, medians; {results.MeasuredAt:yyyy-MM-dd}.\n");
        if (results.Requests.Count > 0)
            AppendRequests(text, results.Requests);
        if (results.Bulk.Count > 0)
            AppendBulk(text, results.Bulk);
        if (results.Marks.Count > 0)
            AppendMarks(text, results.Marks);
        return text.ToString();
    }

    private static void AppendRequests(StringBuilder text, IEnumerable<RequestResult> results)
    {
        text.Append("\n| requests | against | req/s | reference | ratio | p50 ms | p99 ms ");
        text.Append("| CPU µs/request | PostgreSQL µs/request | peak MB | errors |\n");
        text.Append("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (name, _, against, ours, theirs) in results)
        {
            text.Append(Plain, $"| {name} | {against} | {ours.RequestsPerSecond:N0} | {theirs.RequestsPerSecond:N0} ");
            text.Append(Plain, $"| {ours.RequestsPerSecond / theirs.RequestsPerSecond:N2} ");
            text.Append(Plain, $"| {Pair(ours.MedianMilliseconds, theirs.MedianMilliseconds, "N2")} ");
            text.Append(Plain, $"| {Pair(ours.P99Milliseconds, theirs.P99Milliseconds, "N2")} ");
            text.Append(Plain, $"| {Pair(ours.ProcessorMicroseconds, theirs.ProcessorMicroseconds)} ");
            text.Append(Plain, $"| {Pair(ours.DatabaseMicroseconds, theirs.DatabaseMicroseconds)} ");
            text.Append(Plain, $"| {Pair(ours.PeakMegabytes, theirs.PeakMegabytes)} | {ours.Errors} / {theirs.Errors} |\n");
        }
    }

    private static void AppendBulk(StringBuilder text, IEnumerable<BulkResult> results)
    {
        text.Append("\n| work | against | seconds | speed, of the reference's | MB/s | rows/s | CPU s | PostgreSQL s | memory MB |\n");
        text.Append("|---|---|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var result in results)
        {
            var (ours, theirs) = (result.Service, result.Reference);
            text.Append(Plain, $"| {result.Workload} | {result.Against} | {Pair(ours.Seconds, theirs.Seconds, "N2")} | {result.Ratio:N2} ");
            text.Append(Plain, $"| {Pair(ours.Megabytes / ours.Seconds, theirs.Megabytes / theirs.Seconds, "N1")} ");
            text.Append(Plain, $"| {(ours.Megabytes is null ? "–" : Pair(result.Rows / ours.Seconds, result.Rows / theirs.Seconds))} ");
            text.Append(Plain, $"| {Pair(ours.ProcessorSeconds, theirs.ProcessorSeconds, "N2")} ");
            text.Append(Plain, $"| {Pair(ours.DatabaseSeconds, theirs.DatabaseSeconds, "N2")} ");
            text.Append(Plain, $"| {Pair(ours.MemoryMegabytes, theirs.MemoryMegabytes)} |\n");
        }
    }

    private static void AppendMarks(StringBuilder text, IEnumerable<Mark> marks)
    {
        text.Append("\n| mark | measured | wanted | |\n|---|--:|--:|---|\n");
        foreach (var mark in marks)
        {
            text.Append(Plain, $"| {mark.Workload}: {mark.What} | {mark.Value:N2} | {(mark.AtLeast ? "≥" : "≤")} {mark.Bound} ");
            text.Append(Plain, $"| {(mark.Reached ? "pass" : "**miss**")} |\n");
        }
    }

    /// <summary>The figures of the service and of the reference.</summary>
    private static string Pair(double? ours, double? theirs, string format = "N0") => $"{Figure(ours, format)} / {Figure(theirs, format)}";

    private static string Figure(double? value, string format) => value?.ToString(format, Plain) ?? "–";
}
