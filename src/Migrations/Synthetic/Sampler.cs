namespace Migrations.Synthetic;

/// <summary>Draws random values from distributions like those of real records.</summary>
/// <param name="seed">The same number gives the same draws with every release of .NET: a seeded Random keeps its algorithm.</param>
internal sealed class Sampler(int seed)
{
    private readonly Random _random = new(seed);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public int Between(int least, int most) => _random.Next(least, most + 1);

    /// <summary>A number from 0 to below the end; small ones are more frequent.</summary>
    public int Low(int end) => (int)(end * Math.Pow(_random.NextDouble(), 2));

    public T One<T>(Weighted<T> items) => items.At(_random.NextDouble());

    /// <summary>A code of a code list; the first ones are more frequent.</summary>
    public T Code<T>() where T : struct, Enum => One(Codes<T>.All);

    public IEnumerable<T> Some<T>(Weighted<T> items, int most) =>
        Enumerable.Range(0, most).Select(_ => One(items)).Distinct();

    public string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => One(Vocabulary.Words)));

    public double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Half of the values are below the median, two thirds within the factor e^spread of it. They have three significant digits.</summary>
    public decimal LogNormal(double median, double spread)
    {
        var value = median * Math.Exp(spread * Normal());
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        var digits = (decimal)Math.Round(value / unit);
        return unit >= 1 ? digits * (decimal)unit : Math.Round(digits * (decimal)unit, 2);
    }

    private static class Codes<T> where T : struct, Enum
    {
        public static readonly Weighted<T> All = Weighted.Zipf(Enum.GetValues<T>());
    }
}

internal static class Weighted
{
    /// <summary>Zipf's law: the second item is half as frequent as the first, the third a third as frequent.</summary>
    public static Weighted<T> Zipf<T>(IEnumerable<T> items) => Of(items.Select((item, i) => (item, 1.0 / (i + 1))));

    public static Weighted<T> Of<T>(IEnumerable<(T Item, double Weight)> items) => new([.. items]);
}

internal sealed class Weighted<T>
{
    private readonly T[] _items;
    private readonly double[] _upTo;

    public Weighted((T Item, double Weight)[] items)
    {
        _items = [.. items.Select(item => item.Item)];
        var sum = 0.0;
        _upTo = [.. items.Select(item => sum += item.Weight)];
    }

    public IReadOnlyList<T> Items => _items;

    /// <summary>The item at a share of the whole weight, from 0 to below 1.</summary>
    public T At(double share)
    {
        var found = Array.BinarySearch(_upTo, share * _upTo[^1]);
        return _items[Math.Min(found < 0 ? ~found : found + 1, _items.Length - 1)];
    }
}
