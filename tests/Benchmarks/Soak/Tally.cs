using System.Collections.Concurrent;
using System.Net;

namespace Benchmarks.Soak;

/// <summary>How many answers of each status there were, and all that was wrong.</summary>
internal sealed class Tally
{
    private const int MostTold = 50;
    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _failed;

    /// <summary>How many answers there were.</summary>
    public long Answers => _statuses.Values.Sum();

    /// <summary>How many were wrong.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>What was wrong since this was asked last; of very much, the first.</summary>
    public IEnumerable<string> NewFailures()
    {
        while (_failures.TryDequeue(out var failure))
            yield return failure;
    }

    /// <summary>The answers by status, in words.</summary>
    public string Statuses => string.Join(", ", _statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} of {pair.Key}"));

    public void Count(HttpStatusCode status) => _statuses.AddOrUpdate((int)status, 1, (_, count) => count + 1);

    public void Fail(string what)
    {
        if (Interlocked.Increment(ref _failed) <= MostTold)
            _failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss} {what}");
    }
}
