using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Api.Caching;

/// <summary>
/// Caches values within a weight by S3-FIFO (Yang et al., SOSP 2023). A new key waits in a small queue. It enters the main queue only if
/// it is read twice meanwhile, or returns while the ghost queue remembers it. So a scan displaces nothing that is in use.
/// </summary>
/// <param name="capacity">The greatest weight of all entries together; with 0 nothing is cached.</param>
/// <param name="weigh">The weight of a value with its key.</param>
internal sealed class BoundedCache<TKey, TValue>(long capacity, Func<TKey, TValue, long> weigh) where TKey : notnull
{
    // These shares and bounds have the best hit rates on Zipf walks with scans, of all that the paper allows.
    private const int MostReads = 7;
    private const int ReadsForMain = 2;
    private readonly long _smallCapacity = capacity / 20;
    private readonly long _ghostCapacity = capacity / 2;

    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly Lock _lock = new();
    private readonly Queue<TKey> _small = new();
    private readonly Queue<TKey> _main = new();

    // The ghost queue has hash codes instead of keys: a key may be a long text.
    private readonly Queue<(int Hash, long Number, long Weight)> _ghosts = new();
    private readonly Dictionary<int, long> _ghostNumbers = [];
    private long _smallWeight;
    private long _mainWeight;
    private long _ghostWeight;
    private long _lastGhost;

    public long Weight
    {
        get
        {
            lock (_lock)
                return _smallWeight + _mainWeight;
        }
    }

    public int Count => _entries.Count;

    /// <summary>A heavier entry is not cached, because it would displace most others.</summary>
    public long MostEntryWeight { get; } = capacity / 16;

    /// <summary>Finds the value of a key, without a lock.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            value = default;
            return false;
        }

        if (entry.Reads < MostReads)
            entry.Reads++; // Two readers at once may count as one. A lock would cost more than that.
        value = entry.Value;
        return true;
    }

    /// <summary>Caches a value, or replaces the one of its key. A value that is too heavy changes nothing.</summary>
    public void Set(TKey key, TValue value)
    {
        var weight = weigh(key, value);
        if (weight > MostEntryWeight)
            return;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var old))
            {
                _entries[key] = new Entry(value, weight, old.IsMain) { Reads = old.Reads }; // The key keeps its position in its queue.
                AddWeight(old.IsMain, weight - old.Weight);
            }
            else
            {
                Enqueue(key, new Entry(value, weight, IsMain: _ghostNumbers.Remove(key.GetHashCode())));
            }

            while (_smallWeight + _mainWeight > capacity)
            {
                if (_main.Count == 0 || (_smallWeight > _smallCapacity && _small.Count > 1))
                    ShrinkSmall();
                else
                    ShrinkMain();
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _small.Clear();
            _main.Clear();
            _ghosts.Clear();
            _ghostNumbers.Clear();
            (_smallWeight, _mainWeight, _ghostWeight) = (0, 0, 0);
        }
    }

    private void ShrinkSmall()
    {
        var key = _small.Dequeue();
        var entry = _entries[key];
        AddWeight(isMain: false, -entry.Weight);
        if (entry.Reads >= ReadsForMain)
        {
            Enqueue(key, entry with { IsMain = true });
            return;
        }

        _entries.TryRemove(key, out _);
        Remember(key.GetHashCode(), entry.Weight);
    }

    private void ShrinkMain()
    {
        var key = _main.Dequeue();
        var entry = _entries[key];
        if (entry.Reads > 0)
        {
            entry.Reads--;
            _main.Enqueue(key);
            return;
        }

        _entries.TryRemove(key, out _);
        AddWeight(isMain: true, -entry.Weight);
    }

    private void Remember(int hash, long weight)
    {
        _ghosts.Enqueue((hash, ++_lastGhost, weight));
        _ghostNumbers[hash] = _lastGhost;
        _ghostWeight += weight;
        while (_ghostWeight > _ghostCapacity)
        {
            var oldest = _ghosts.Dequeue();
            _ghostWeight -= oldest.Weight;
            if (_ghostNumbers.GetValueOrDefault(oldest.Hash) == oldest.Number)
                _ghostNumbers.Remove(oldest.Hash); // Otherwise the key came back since, and perhaps left again.
        }
    }

    private void Enqueue(TKey key, Entry entry)
    {
        _entries[key] = entry;
        (entry.IsMain ? _main : _small).Enqueue(key);
        AddWeight(entry.IsMain, entry.Weight);
    }

    private void AddWeight(bool isMain, long weight)
    {
        if (isMain)
            _mainWeight += weight;
        else
            _smallWeight += weight;
    }

    private sealed record Entry(TValue Value, long Weight, bool IsMain)
    {
        public int Reads { get; set; }
    }
}
