using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>A record whose bytes are current is not read again, and counts as if it were.</summary>
public sealed class CurrentRecordsTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Unchanged_record_is_given_by_hash()
    {
        var (current, first) = Load();

        var again = new SeedFolder(_dataset.Seeds).Open(current, new ReadProgress()).Entries.ToList();

        Assert.Equal(first.Select(seed => (seed.Resource, seed.Id)), again.Select(seed => (seed.Resource, seed.Id)));
        Assert.All(
            again.Where(seed => seed.Resource.HoldsRelations),
            seed => Assert.Equal((null, HashOf(seed.Id)), (seed.Entry, seed.ContentHash?[0])));
        Assert.All(
            again.Where(seed => !seed.Resource.HoldsRelations),
            seed => Assert.Equal((true, null, null), (seed.Entry is not null, seed.ContentHash, seed.SeedHash)));
    }

    [Fact]
    public void Unread_records_still_report_references()
    {
        var (current, first) = Load();
        _dataset.Edit("visits.json", "John F. Kennedy visits", "John F. Kennedy comes to");

        var again = new SeedFolder(_dataset.Seeds).Open(current, new ReadProgress()).Entries.ToList();

        Assert.Equal("kennedy-in-berlin-1963", Assert.Single(again, seed => seed.Resource.HoldsRelations && seed.Entry is not null).Id);
        Assert.Equal(References(first), References(again));
    }

    [Theory]
    [InlineData("countries.json")]
    [InlineData("people.json")]
    [InlineData("sources.json")]
    public void Another_context_reads_all_records(string file)
    {
        var (current, first) = Load();
        var visits = ResourceTypes.All.Single(resource => resource.Name == "visits");
        var hash = first.Where(seed => seed.Resource == visits).Select(seed => ContentOf(seed.Id)).Single();
        Assert.False(current.Holds(visits, hash)); // It is known by its bytes.
        _dataset.Edit(file, "\"note\": null", "\"note\":  null");

        var again = new SeedFolder(_dataset.Seeds).Open(current, new ReadProgress()).Entries.ToList();

        Assert.All(again, seed => Assert.NotNull(seed.Entry));
        Assert.True(current.Holds(visits, hash));
        Assert.False(current.Holds(ResourceTypes.All.Single(resource => resource.Name == "statements"), hash));
    }

    [Fact]
    public void Same_files_have_same_hashes()
    {
        var (one, other) = (new SeedFolder(_dataset.Seeds).Open(), new SeedFolder(_dataset.Seeds, 16).Open());
        var (first, second) = (one.Entries.ToList(), other.Entries.ToList());

        Assert.Equal(one.Context, other.Context);
        Assert.Equal(32, one.Context?.Length);
        Assert.Equal(first.Select(Hash), second.Select(Hash));
        Assert.Equal(
            first.Count(seed => seed.Resource.HoldsRelations),
            first.Where(seed => seed.SeedHash is not null).DistinctBy(Hash).Count());

        static string Hash(SeedEntry seed) => seed.SeedHash is null ? "" : Convert.ToHexString(seed.SeedHash);
    }

    /// <summary>All records are current as they are in the files; the hash of each content begins with a number of its own.</summary>
    private (CurrentRecords Standing, List<SeedEntry> First) Load()
    {
        var reading = new SeedFolder(_dataset.Seeds).Open();
        var first = reading.Entries.ToList();
        var current = new CurrentRecords(reading.Context);
        foreach (var seed in first)
            current.Add(seed.Resource, ContentOf(seed.Id), seed.SeedHash, seed.Entry is RelationRecord record ? AboutOf(record) : null);
        return (current, first);
    }

    private static About AboutOf(RelationRecord record) => new(
        record.People, record.Countries, record.Dyads, record.SourceIds,
        [.. record.Topics.Select(topic => CodeLists.Of(typeof(Topic)).NameOf(topic))],
        [.. record.Evidence.Select(evidence => Coverage.IdOf(evidence.SourceId, evidence.Paragraph)).Distinct()]);

    private static byte[] ContentOf(string id) => [.. Enumerable.Repeat(HashOf(id), 32)];

    private static byte HashOf(string id) => (byte)id.Sum(letter => letter);

    private static string[] References(IEnumerable<SeedEntry> seeds) =>
        [.. seeds.Where(seed => seed.Entry is ReferenceEntry).Select(seed => JsonSerializer.Serialize(seed.Entry, seed.Entry!.GetType()))];
}
