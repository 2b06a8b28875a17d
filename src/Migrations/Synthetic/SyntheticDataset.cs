using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dataset;

namespace Migrations.Synthetic;

/// <summary>Writes synthetic seeds of any size for benchmarks and tests.</summary>
internal static class SyntheticDataset
{
    public const int MostRecords = 10_000_000;

    /// <summary>The share of each resource, as in the project's 265 relation records.</summary>
    private static readonly (Type Record, int Share)[] Shares =
    [
        (typeof(TradeFigure), 31), (typeof(Exercise), 5), (typeof(Visit), 35), (typeof(Statement), 54), (typeof(Agreement), 96),
        (typeof(IndicatorFigure), 11), (typeof(Transfer), 33),
    ];

    private static readonly JsonSerializerOptions SeedJson = new(RecordJson.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDerivedMembers } },
    };

    /// <summary>Writes a seed file for every resource, and dataset.json last, so that unfinished output is not a dataset.</summary>
    public static IReadOnlyDictionary<ResourceType, int> Write(string folder, int records, int seed, CancellationToken cancel)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException($"{folder} exists and is not an empty folder. Nothing was written; give an empty or a missing folder.");
        Directory.CreateDirectory(folder);
        var counts = ResourceTypes.All.ToDictionary(resource => resource, resource => CountOf(resource.Record, records));
        var synthetic = new SyntheticRecords(seed, CountOf(typeof(Person), records), CountOf(typeof(Source), records));
        foreach (var (resource, count) in counts)
        {
            var entries = Enumerable.Range(1, count).Select(Draw(resource, synthetic, records));
            WriteArray(Path.Combine(folder, $"{resource.Name}.json"), resource.Record, entries, cancel);
        }

        var visits = CountOf(typeof(Visit), records);
        WriteArray(Path.Combine(folder, "links.json"), typeof(Link), Enumerable.Range(1, visits / 4).Select(synthetic.Link), cancel);
        File.WriteAllBytes(Path.Combine(folder, "dataset.json"), JsonSerializer.SerializeToUtf8Bytes(Describe(records, seed), SeedJson));
        return counts;
    }

    private static Func<int, Entry> Draw(ResourceType resource, SyntheticRecords synthetic, int records) => resource.Record.Name switch
    {
        nameof(Country) => number => Vocabulary.Countries.Items[number - 1],
        nameof(Person) => synthetic.Person,
        nameof(Source) => synthetic.Source,
        nameof(TradeFigure) => synthetic.TradeFigure,
        nameof(Exercise) => synthetic.Exercise,
        nameof(Visit) => synthetic.Visit,
        nameof(Statement) => synthetic.Statement,
        nameof(Agreement) => synthetic.Agreement,
        nameof(IndicatorFigure) => synthetic.Indicator,
        nameof(Transfer) => synthetic.Transfer,
        nameof(Coverage) => synthetic.Coverage,
        nameof(Contradiction) => number => synthetic.Contradiction(number, record => CountOf(record, records)),
        _ => throw new NotSupportedException($"{resource.Name} has no synthetic records."),
    };

    private static int CountOf(Type record, int records) => record.Name switch
    {
        nameof(Country) => Vocabulary.Countries.Items.Count,
        nameof(Person) => (int)(3 * Math.Sqrt(records)), // 48 for 265 records; the project's seeds have 35.
        nameof(Source) => 1 + (records / 50),
        nameof(Contradiction) => records / 100,
        nameof(Coverage) => records / 100, // Fewer than there are sources.
        _ => Portion(record, records),
    };

    /// <summary>Rounds down the end of each share, so that the portions add up to the records.</summary>
    private static int Portion(Type record, int records)
    {
        var before = Shares.TakeWhile(share => share.Record != record).Sum(share => share.Share);
        var own = Shares.Where(share => share.Record == record).Sum(share => share.Share);
        long whole = Shares.Sum(share => share.Share);
        return (int)(((before + own) * (long)records / whole) - (before * (long)records / whole));
    }

    private static DatasetDescription Describe(int records, int seed) => new()
    {
        Title = $"SYNTHETIC data, not real: {records} random records of relations between countries",
        Description = "SYNTHETIC: every record, person, document, figure and quotation here comes from a random generator "
            + $"(seed number {seed}), for benchmarks and tests. Only the countries are real. The documents do not exist, "
            + "and no evidence can be verified.",
        Span = FuzzyDate.Parse("1990/2025"),
        Languages = ["en"],
        Licence = null,
    };

    private static void WriteArray(string path, Type type, IEnumerable<object> entries, CancellationToken cancel)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        file.Write("["u8);
        var separator = "\n"u8;
        using var writer = new Utf8JsonWriter(file);
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            file.Write(separator);
            JsonSerializer.Serialize(writer, entry, type, SeedJson);
            writer.Flush();
            writer.Reset();
            separator = ",\n"u8;
        }

        file.Write("\n]\n"u8);
    }

    private static void LeaveOutDerivedMembers(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.ToList())
        {
            if (property.AttributeProvider is not PropertyInfo member || !ResourceType.IsSeedMember(member))
                type.Properties.Remove(property);
            else if (property.Name == "id")
                property.Order = -1;
        }
    }
}
