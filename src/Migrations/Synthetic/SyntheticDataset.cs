using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dataset;

namespace Migrations.Synthetic;

/// <summary>Writes seeds of any size whose records are made up, for benchmarks and tests. Its own description says so.</summary>
public static class SyntheticDataset
{
    /// <summary>The most relation records that it writes.</summary>
    public const int MostRecords = 10_000_000;

    /// <summary>How many of this many relation records are of a resource: as in the project's own seeds, of 216.</summary>
    private static readonly (Type Record, int Share)[] Shares =
    [
        (typeof(TradeFigure), 30), (typeof(Exercise), 5), (typeof(Visit), 37), (typeof(Statement), 58), (typeof(Agreement), 75), (typeof(IndicatorFigure), 11),
    ];

    private static readonly JsonSerializerOptions SeedJson = new(Column.Json)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDerivedMembers } },
    };

    /// <summary>Writes a seed file for every resource, and dataset.json last, so that what was broken off is no dataset.</summary>
    /// <param name="folder">A folder that is empty or not there yet.</param>
    /// <param name="records">How many relation records there are in all; the entries they refer to come on top.</param>
    /// <param name="seed">The same number gives the same bytes; from 0.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <returns>How many entries each resource has.</returns>
    /// <exception cref="IOException">The folder holds something already, or cannot be written.</exception>
    public static IReadOnlyDictionary<ResourceType, int> Write(string folder, int records, int seed, CancellationToken cancel)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new IOException($"{folder} is there already and is no empty folder; nothing was written.");
        Directory.CreateDirectory(folder);
        var counts = ResourceTypes.All.ToDictionary(resource => resource, resource => CountOf(resource.Record, records));
        var made = new SyntheticRecords(seed, CountOf(typeof(Person), records), CountOf(typeof(Source), records));
        foreach (var (resource, count) in counts)
            WriteArray(Path.Combine(folder, $"{resource.Name}.json"), resource.Record, Enumerable.Range(1, count).Select(Maker(resource, made, records)), cancel);
        File.WriteAllBytes(Path.Combine(folder, "dataset.json"), JsonSerializer.SerializeToUtf8Bytes(Describe(records, seed), SeedJson));
        return counts;
    }

    private static Func<int, Entry> Maker(ResourceType resource, SyntheticRecords made, int records) => resource.Record.Name switch
    {
        nameof(Country) => number => Vocabulary.Countries.Items[number - 1],
        nameof(Person) => made.Person,
        nameof(Source) => made.Source,
        nameof(TradeFigure) => made.TradeFigure,
        nameof(Exercise) => made.Exercise,
        nameof(Visit) => made.Visit,
        nameof(Statement) => made.Statement,
        nameof(Agreement) => made.Agreement,
        nameof(IndicatorFigure) => made.Indicator,
        nameof(Contradiction) => number => made.Contradiction(number, record => CountOf(record, records)),
        _ => throw new NotSupportedException($"No synthetic records are made for {resource.Name}."),
    };

    private static int CountOf(Type record, int records) => record.Name switch
    {
        nameof(Country) => Vocabulary.Countries.Items.Count,
        nameof(Person) => (int)(3 * Math.Sqrt(records)), // 44 for as many records as the project's seeds have, which name 34.
        nameof(Source) => 1 + (records / 50),
        nameof(Contradiction) => records / 100,
        _ => Portion(record, records),
    };

    /// <summary>The shares one after another, each end rounded down, so that all portions together are the records.</summary>
    private static int Portion(Type record, int records)
    {
        var before = Shares.TakeWhile(share => share.Record != record).Sum(share => share.Share);
        var own = Shares.Where(share => share.Record == record).Sum(share => share.Share);
        long whole = Shares.Sum(share => share.Share);
        return (int)(((before + own) * (long)records / whole) - (before * (long)records / whole));
    }

    private static DatasetDescription Describe(int records, int seed) => new()
    {
        Title = $"SYNTHETIC data, not real: {records} made-up records of relations between countries",
        Description = $"SYNTHETIC: every record, person, document, figure and quotation here is made up by a random generator (seed number {seed}) for benchmarks "
            + "and tests. The countries are real; nothing that is told of them is. There are no such documents, and no evidence can be verified.",
        Span = FuzzyDate.Parse("1990/2025"),
        Languages = ["en"],
        Licence = null,
    };

    /// <summary>One record a line, and only one in memory.</summary>
    private static void WriteArray(string path, Type type, IEnumerable<Entry> entries, CancellationToken cancel)
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
                property.Order = -1; // It comes first, for whoever reads the file.
        }
    }
}
