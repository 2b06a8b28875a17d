using Api.Caching;
using CsCheck;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>What is asked for often stays, within the weight that is allowed, whatever else is asked for.</summary>
public sealed class BoundedCacheTests
{
    private const int Weight = 100;

    [Fact]
    public void It_never_holds_more_than_its_weight_and_knows_what_it_holds() => Gen.Select(Gen.Int[0, 60], Gen.Int[1, 80], Gen.Bool).Array[0, 2000].Sample(steps =>
    {
        var cache = new BoundedCache<int, (int Version, int Weight)>(1000, (_, value) => value.Weight);
        var written = new Dictionary<int, (int Version, int Weight)>();
        for (var i = 0; i < steps.Length; i++)
        {
            var (key, weight, isRead) = steps[i];
            if (isRead)
            {
                var found = cache.Find(key);
                Assert.True(found == default || found == written[key], "It gives what was kept last, or nothing.");
            }
            else
            {
                cache.Keep(key, (i + 1, weight));
                if (weight <= cache.Heaviest)
                    written[key] = (i + 1, weight);
                else if (cache.Find(key) is { Version: > 0 } older)
                    Assert.Equal(written[key], older);
            }

            Assert.InRange(cache.Weight, 0, 1000);
        }

        Assert.Equal(cache.Weight, Enumerable.Range(0, 61).Sum(key => (long)cache.Find(key).Weight));
        cache.Clear();
        Assert.Equal((0, 0), (cache.Weight, cache.Count));
    }, iter: 300);

    [Fact]
    public void What_was_replaced_is_not_held_either()
    {
        var cache = new BoundedCache<int, object>(1000, (_, _) => 1);
        WeakReference[] values = [.. Enumerable.Range(0, 20_000).Select(i => Keep(i % 3))];
        GC.Collect();
        Assert.Equal((3, 3), (cache.Weight, cache.Count));
        Assert.InRange(values.Count(value => value.IsAlive), 3, 200);
        GC.KeepAlive(cache);

        WeakReference Keep(int key)
        {
            var value = new object();
            cache.Keep(key, value);
            return new WeakReference(value);
        }
    }

    [Theory, InlineData(1), InlineData(2)]
    public void What_is_used_is_not_displaced_by_a_flood_of_what_is_asked_for_once_or_twice(int times)
    {
        var cache = new BoundedCache<string, string>(100 * Weight, (_, _) => Weight);
        string[] useful = [.. Enumerable.Range(0, 50).Select(i => $"useful {i}")];
        foreach (var key in useful.Concat(useful))
        {
            if (cache.Find(key) is null)
                cache.Keep(key, key);
        }

        var misses = 0;
        for (var i = 0; i < 20_000; i++)
        {
            for (var time = 0; time < times; time++)
            {
                if (cache.Find($"junk {i}") is null)
                    cache.Keep($"junk {i}", "junk");
            }

            if (i % 2 == 0 && cache.Find(useful[i / 2 % useful.Length]) is null)
            {
                misses++;
                cache.Keep(useful[i / 2 % useful.Length], "again");
            }
        }

        Assert.InRange(misses, 0, useful.Length);
        Assert.All(useful, key => Assert.NotNull(cache.Find(key)));
    }

    [Fact]
    public void What_is_no_longer_used_makes_room()
    {
        var clock = new Clock();
        var cache = new BoundedCache<int, string>(1000, (_, _) => 50, clock);
        void Use(int key, int times)
        {
            for (var i = 0; i < times; i++)
            {
                if (cache.Find(key) is null)
                    cache.Keep(key, "value");
            }
        }

        foreach (var key in Enumerable.Range(0, 20))
            Use(key, 20);
        foreach (var key in Enumerable.Range(100, 20))
            Use(key, 4);
        Assert.True(Enumerable.Range(0, 20).Count(key => cache.Find(key) is not null) >= 18, "They are used more.");
        clock.Seconds += 600;
        foreach (var key in Enumerable.Range(100, 40))
            Use(key, 4);
        Assert.True(Enumerable.Range(0, 20).All(key => cache.Find(key) is null), "They were used ten minutes ago.");
    }

    [Fact]
    public void What_would_displace_most_others_is_not_kept()
    {
        var cache = new BoundedCache<string, string>(1600, (_, value) => value.Length);
        cache.Keep("small", "small");
        cache.Keep("large", new string('x', 101));
        Assert.NotNull(cache.Find("small"));
        Assert.Null(cache.Find("large"));
    }

    [Fact]
    public void Without_room_nothing_is_kept()
    {
        var cache = new BoundedCache<string, string>(0, (_, _) => 1);
        cache.Keep("key", "value");
        Assert.Null(cache.Find("key"));
    }

    [Fact]
    public async Task Many_at_once_may_use_it()
    {
        var cache = new BoundedCache<int, string>(1000, (_, value) => value.Length);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 50_000; i++)
            {
                var key = random.Next(200);
                if (cache.Find(key) is { } found)
                    Assert.Equal($"{key}", found);
                else
                    cache.Keep(key, $"{key}");
            }
        })));
        Assert.InRange(cache.Weight, 1, 1000);
        Assert.Equal(cache.Weight, Enumerable.Range(0, 200).Sum(key => cache.Find(key)?.Length ?? 0));
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; } = 1_000_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
