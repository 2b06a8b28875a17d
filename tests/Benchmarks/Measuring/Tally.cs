using System.Collections.Concurrent;
using System.Net;

namespace Benchmarks.Measuring;

/// <summary>The outcomes of requests: statuses, times, and all failures.</summary>
internal sealed class Tally
{
    private const int MostReported = 50;
    private readonly ConcurrentDictionary<string, long> _outcomes = new();
    private readonly ConcurrentQueue<double> _milliseconds = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _failed;

    /// <summary>The number of answers, and of requests without one.</summary>
    public long Answers => _outcomes.Values.Sum();

    /// <summary>The share of requests that were served.</summary>
    public double Served => Answers == 0 ? 0 : _outcomes.GetValueOrDefault("200") / (double)Answers;

    /// <summary>The number of failures.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The failures since the last call. If there are very many, only the first ones.</summary>
    public IEnumerable<string> NewFailures()
    {
        while (_failures.TryDequeue(out var failure))
            yield return failure;
    }

    /// <summary>The number of answers by status, as text.</summary>
    public string Outcomes => string.Join(", ", _outcomes.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} of {pair.Key}"));

    /// <summary>The times within which half of the timed answers were read, and 99 of 100; 0 if there are none.</summary>
    public (double Median, double P99) Times
    {
        get
        {
            double[] ordered = [.. _milliseconds.Order()];
            return ordered.Length == 0 ? (0, 0) : (ordered[ordered.Length / 2], ordered[ordered.Length * 99 / 100]);
        }
    }

    /// <summary>Counts an answer. The time until it was read is known if it was read to its end.</summary>
    public void Count(HttpStatusCode status, TimeSpan? time = null)
    {
        Count($"{(int)status}");
        if (time is { } read)
            _milliseconds.Enqueue(read.TotalMilliseconds);
    }

    /// <summary>Counts a request by its outcome, if that is not an answer.</summary>
    public void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, (_, count) => count + 1);

    public void Fail(string what)
    {
        if (Interlocked.Increment(ref _failed) <= MostReported)
            _failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss} {what}");
    }
}
