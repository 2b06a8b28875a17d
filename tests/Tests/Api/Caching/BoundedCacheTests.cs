using Api.Caching;
using CsCheck;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>The cache stays within its weight. Frequently used entries stay in it, whatever else is requested.</summary>
public sealed class BoundedCacheTests
{
    private const int Weight = 100;

    [Fact]
    public void Weight_is_bounded_and_counted() => Gen.Select(Gen.Int[0, 60], Gen.Int[1, 80], Gen.Bool).Array[0, 2000].Sample(steps =>
    {
        var cache = new BoundedCache<int, (int Version, int Weight)>(1000, (_, value) => value.Weight);
        var written = new Dictionary<int, (int Version, int Weight)>();
        for (var i = 0; i < steps.Length; i++)
        {
            var (key, weight, isRead) = steps[i];
            if (isRead)
            {
                if (cache.TryGet(key, out var found))
                    Assert.Equal(written[key], found);
            }
            else
            {
                cache.Set(key, (i + 1, weight));
                if (weight <= cache.MostEntryWeight)
                    written[key] = (i + 1, weight);
                else if (cache.TryGet(key, out var older))
                    Assert.Equal(written[key], older);
            }

            Assert.InRange(cache.Weight, 0, 1000);
        }

        Assert.Equal(cache.Weight, Enumerable.Range(0, 61).Sum(key => cache.TryGet(key, out var found) ? (long)found.Weight : 0));
        cache.Clear();
        Assert.Equal((0, 0), (cache.Weight, cache.Count));
    }, iter: 300);

    [Fact]
    public void Replaced_value_is_not_held()
    {
        var cache = new BoundedCache<int, object>(1000, (_, _) => 1);
        WeakReference[] values = [.. Enumerable.Range(0, 20_000).Select(i => Keep(i % 3))];
        GC.Collect();
        Assert.Equal((3, 3), (cache.Weight, cache.Count));
        Assert.Equal(3, values.Count(value => value.IsAlive));
        GC.KeepAlive(cache);

        WeakReference Keep(int key)
        {
            var value = new object();
            cache.Set(key, value);
            return new WeakReference(value);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Flood_of_rare_keys_displaces_nothing_in_use(int times)
    {
        var cache = new BoundedCache<string, string>(100 * Weight, (_, _) => Weight);
        string[] useful = [.. Enumerable.Range(0, 50).Select(i => $"useful {i}")];
        foreach (var key in useful.Concat(useful))
        {
            if (!cache.TryGet(key, out _))
                cache.Set(key, key);
        }

        var misses = 0;
        for (var i = 0; i < 20_000; i++)
        {
            for (var time = 0; time < times; time++)
            {
                if (!cache.TryGet($"junk {i}", out _))
                    cache.Set($"junk {i}", "junk");
            }

            if (i % 2 == 0 && !cache.TryGet(useful[i / 2 % useful.Length], out _))
            {
                misses++;
                cache.Set(useful[i / 2 % useful.Length], "again");
            }
        }

        Assert.InRange(misses, 0, useful.Length);
        Assert.All(useful, key => Assert.True(cache.TryGet(key, out _)));
    }

    /// <summary>LRU has hit rates of 0.22, 0.23, 0.53 and 0.67 on these walks. FIFO has lower ones.</summary>
    [Theory]
    [InlineData(0.7, 0.05, 0.335)]
    [InlineData(0.9, 0.01, 0.365)]
    [InlineData(0.9, 0.10, 0.615)]
    [InlineData(1.1, 0.05, 0.735)]
    public void Hit_rate_survives_a_scan(double exponent, double share, double least)
    {
        const int Keys = 5_000;
        var size = (int)(Keys * share);
        var cache = new BoundedCache<int, int>(size * Weight, (_, _) => Weight);
        var scanned = Keys;
        var (hits, requests) = (0, 0);
        foreach (var key in ZipfWalk(exponent, Keys, length: 100_000))
        {
            requests++;
            if (cache.TryGet(key, out _))
                hits++;
            else
                cache.Set(key, key);
            if (requests % 20_000 == 10_000)
            {
                for (var i = 0; i < 4 * size; i++)
                    cache.Set(scanned++, 0);
            }
        }

        Assert.InRange((double)hits / requests, least, 1);
    }

    [Fact]
    public void Unused_keys_make_room()
    {
        var cache = new BoundedCache<int, string>(1000, (_, _) => 50);
        foreach (var key in Enumerable.Range(0, 20))
            Use(key, 20);
        Use(100, 4);
        Assert.True(Enumerable.Range(0, 20).Count(key => cache.TryGet(key, out _)) >= 18, "One new key displaces at most two old ones.");
        foreach (var key in Enumerable.Range(200, 200))
            Use(key, 4);
        Assert.DoesNotContain(Enumerable.Range(0, 20), key => cache.TryGet(key, out _));

        void Use(int key, int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (!cache.TryGet(key, out _))
                    cache.Set(key, "value");
            }
        }
    }

    [Fact]
    public void Missing_struct_is_not_found()
    {
        var cache = new BoundedCache<int, int>(1000, (_, _) => 1);
        Assert.False(cache.TryGet(1, out _));
        cache.Set(1, 0);
        Assert.True(cache.TryGet(1, out var found));
        Assert.Equal(0, found);
    }

    [Fact]
    public void Heavy_entry_enters_a_full_cache()
    {
        var cache = new BoundedCache<int, int>(1600, (_, weight) => weight);
        foreach (var key in Enumerable.Range(0, 160))
            cache.Set(key, 10);
        cache.Set(200, 100);
        Assert.True(cache.TryGet(200, out _));
    }

    [Fact]
    public void Too_heavy_entry_is_not_cached()
    {
        var cache = new BoundedCache<string, string>(1600, (_, value) => value.Length);
        cache.Set("small", "small");
        cache.Set("large", new string('x', 101));
        Assert.True(cache.TryGet("small", out _));
        Assert.False(cache.TryGet("large", out _));
    }

    [Fact]
    public void Cache_of_no_capacity_is_empty()
    {
        var cache = new BoundedCache<string, string>(0, (_, _) => 1);
        cache.Set("key", "value");
        Assert.False(cache.TryGet("key", out _));
    }

    [Fact]
    public async Task Threads_use_it_at_the_same_time()
    {
        var cache = new BoundedCache<int, string>(1000, (_, value) => value.Length);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 50_000; i++)
            {
                var key = random.Next(200);
                if (cache.TryGet(key, out var found))
                    Assert.Equal($"{key}", found);
                else
                    cache.Set(key, $"{key}");
            }
        })));
        Assert.InRange(cache.Weight, 1, 1000);
        Assert.Equal(cache.Weight, Enumerable.Range(0, 200).Sum(key => cache.TryGet(key, out var found) ? found.Length : 0));
    }

    /// <summary>Requests for keys. The frequency of the nth key is proportional to 1/n^exponent. The walk is the same each time.</summary>
    private static IEnumerable<int> ZipfWalk(double exponent, int keys, int length)
    {
        var random = new Random(1);
        var shares = new double[keys];
        var sum = 0.0;
        for (var i = 0; i < keys; i++)
            shares[i] = sum += Math.Pow(i + 1, -exponent);
        for (var i = 0; i < length; i++)
        {
            var found = Array.BinarySearch(shares, random.NextDouble() * sum);
            yield return found < 0 ? ~found : found;
        }
    }
}
