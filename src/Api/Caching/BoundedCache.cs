using System.Collections.Concurrent;

namespace Api.Caching;

/// <summary>
/// Keeps values within a weight. What is new waits in a small queue, and comes into the main one only if it is asked for again
/// meanwhile (S3-FIFO), and more often than what it would displace (TinyLFU), where a use counts half after each minute. So what is
/// in use is not displaced by what is asked for once or twice, however much of it there is. A read takes no lock.
/// </summary>
/// <param name="capacity">The greatest weight of all values together; with 0 nothing is kept.</param>
/// <param name="weigh">The weight of a value with its key.</param>
/// <param name="time">Tells the time; the system's own when absent.</param>
internal sealed class BoundedCache<TKey, TValue>(long capacity, Func<TKey, TValue, long> weigh, TimeProvider? time = null) where TKey : notnull
{
    private const int MostUses = 15;

    /// <summary>So many of the main queue are looked at for one that is used less.</summary>
    private const int Looks = 8;

    private const int LeastRemembered = 1000;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ConcurrentDictionary<TKey, Entry> _entries = new();
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _new = new();
    private readonly Queue<Entry> _main = new();
    private readonly Queue<int> _leftOrder = new();
    private readonly Dictionary<int, int> _left = [];
    private long _newWeight;
    private long _mainWeight;
    private long _goneWeight;

    /// <summary>The weight of all that is kept.</summary>
    public long Weight
    {
        get
        {
            lock (_lock)
                return _newWeight + _mainWeight;
        }
    }

    /// <summary>How many values are kept.</summary>
    public int Count => _entries.Count;

    /// <summary>The heaviest value that is kept, lest one displace most others.</summary>
    public long Heaviest { get; } = capacity / 16;

    /// <summary>The value of a key, if it is kept.</summary>
    public TValue? Find(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            return default;
        if (entry.Uses < MostUses)
            entry.Uses++; // Two readers at once may count as one: it is a hint, and worth no lock.
        entry.UsedAt = Minute();
        return entry.Value;
    }

    /// <summary>Keeps a value, in the place of another of the same key, unless it is too heavy.</summary>
    public void Keep(TKey key, TValue value)
    {
        var weight = weigh(key, value);
        if (weight > Heaviest)
            return;
        lock (_lock)
        {
            var entry = new Entry(key, value, weight) { UsedAt = Minute(), Uses = _left.ContainsKey(key.GetHashCode()) ? 1 : 0 };
            if (_entries.TryGetValue(key, out var old))
            {
                Discount(old);
                _goneWeight += old.Weight;
                (entry.Uses, entry.IsMain) = (old.Uses, old.IsMain);
            }

            _entries[key] = entry;
            Enqueue(entry);
            while (_newWeight + _mainWeight > capacity)
            {
                if (_newWeight > capacity / 10 || _mainWeight == 0)
                    PassOn(_new.Dequeue());
                else
                    Displace(int.MaxValue);
            }

            if (_goneWeight > capacity / 10)
                Tidy();
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _new.Clear();
            _main.Clear();
            _left.Clear();
            _leftOrder.Clear();
            (_newWeight, _mainWeight, _goneWeight) = (0, 0, 0);
        }
    }

    /// <summary>What has waited long enough comes into the main queue, or leaves.</summary>
    private void PassOn(Entry entry)
    {
        if (entry.IsGone)
            return;
        Discount(entry);
        var room = capacity - (capacity / 10);
        for (var look = 0; entry.Uses > 0 && _mainWeight + entry.Weight > room && look < Looks; look++)
            Displace(Score(entry));
        if (entry.Uses > 0 && _mainWeight + entry.Weight <= room)
        {
            (entry.IsMain, entry.IsGone) = (true, false);
            Enqueue(entry);
        }
        else
        {
            Leave(entry);
        }
    }

    /// <summary>Takes the next of the main queue out, if it is used less than that, and else puts it to the end.</summary>
    private void Displace(int score)
    {
        if (_mainWeight == 0 || _main.Dequeue() is not { IsGone: false } next)
            return;
        if (Score(next) < score)
        {
            Discount(next);
            _entries.TryRemove(next.Key, out _);
        }
        else
        {
            _main.Enqueue(next);
        }
    }

    /// <summary>Takes out of the queues what others took the place of: it is passed over, but would be held until its turn, which may never come.</summary>
    private void Tidy()
    {
        foreach (var queue in new[] { _new, _main })
        {
            for (var left = queue.Count; left > 0; left--)
            {
                if (queue.Dequeue() is { IsGone: false } entry)
                    queue.Enqueue(entry);
            }
        }

        _goneWeight = 0;
    }

    private int Score(Entry entry) => entry.Uses >> Math.Clamp(Minute() - entry.UsedAt, 0, 31);

    private int Minute() => (int)(_time.GetTimestamp() / _time.TimestampFrequency / 60);

    private void Enqueue(Entry entry)
    {
        (entry.IsMain ? _main : _new).Enqueue(entry);
        if (entry.IsMain)
            _mainWeight += entry.Weight;
        else
            _newWeight += entry.Weight;
    }

    private void Discount(Entry entry)
    {
        entry.IsGone = true; // It is passed over when its turn comes.
        if (entry.IsMain)
            _mainWeight -= entry.Weight;
        else
            _newWeight -= entry.Weight;
    }

    /// <summary>Remembers for a while that the key was here: when it is asked for again, that is its second time.</summary>
    private void Leave(Entry entry)
    {
        _entries.TryRemove(entry.Key, out _);
        var hash = entry.Key.GetHashCode();
        _leftOrder.Enqueue(hash);
        _left[hash] = _left.GetValueOrDefault(hash) + 1;
        while (_leftOrder.Count > Math.Max(LeastRemembered, _main.Count))
        {
            var oldest = _leftOrder.Dequeue();
            if (--_left[oldest] == 0)
                _left.Remove(oldest);
        }
    }

    private sealed class Entry(TKey key, TValue value, long weight)
    {
        public TKey Key { get; } = key;

        public TValue Value { get; } = value;

        public long Weight { get; } = weight;

        public int Uses { get; set; }

        public int UsedAt { get; set; }

        public bool IsMain { get; set; }

        public bool IsGone { get; set; }
    }
}
