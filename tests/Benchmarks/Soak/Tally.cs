using System.Collections.Concurrent;
using System.Net;

namespace Benchmarks.Soak;

/// <summary>The number of answers of each status, and all failures.</summary>
internal sealed class Tally
{
    private const int MostTold = 50;
    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private long _failed;

    /// <summary>The number of answers.</summary>
    public long Answers => _statuses.Values.Sum();

    /// <summary>The number of failures.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The failures since the last call. If there are very many, only the first ones.</summary>
    public IEnumerable<string> NewFailures()
    {
        while (_failures.TryDequeue(out var failure))
            yield return failure;
    }

    /// <summary>The number of answers by status, as text.</summary>
    public string Statuses => string.Join(", ", _statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value:N0} of {pair.Key}"));

    public void Count(HttpStatusCode status) => _statuses.AddOrUpdate((int)status, 1, (_, count) => count + 1);

    public void Fail(string what)
    {
        if (Interlocked.Increment(ref _failed) <= MostTold)
            _failures.Enqueue($"{DateTime.UtcNow:HH:mm:ss} {what}");
    }
}
