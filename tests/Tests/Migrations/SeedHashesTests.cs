using System.Text.Json;
using System.Text.RegularExpressions;
using Dataset;
using Migrations;
using Migrations.Synthetic;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>A load reads only changed records in full, and stores the same as if it had read all of them.</summary>
public sealed class SeedHashesTests(PrivatePostgres postgres) : IAsyncLifetime
{
    /// <summary>Seeds of random changes.</summary>
    public static TheoryData<int> Dice => [.. Enumerable.Range(1, LongTier.Times(many: 3, few: 1))];

    private readonly SmallDataset _dataset = new();
    private readonly TemporaryFolder _folder = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateMigratedAsync();

    public ValueTask DisposeAsync()
    {
        _dataset.Dispose();
        _folder.Dispose();
        return _database.DisposeAsync();
    }

    [Fact]
    public async Task Only_changed_records_are_read_in_full()
    {
        await LoadAsync(_dataset.Seeds);
        Assert.Empty(await ReadInFullAsync());

        _dataset.Edit("visits.json", "John F. Kennedy visits", "John F. Kennedy comes to");
        Assert.Equal(["visits/kennedy-in-berlin-1963"], await ReadInFullAsync());

        Assert.Equal(new LoadResult(2, true, 0, 1, 0), await LoadAsync(_dataset.Seeds));
        Assert.Empty(await ReadInFullAsync());
    }

    [LongTheory]
    [InlineData("countries.json", "\"Germany\"", "\"Federal Republic of Germany\"")]
    [InlineData("people.json", "\"JFK\"", "\"J.F.K.\"")]
    [InlineData("sources.json", "\"paragraph_count\"", "\"paragraph_count\" ")]
    [InlineData("contradictions.json", "[]",
        """[{"id": "two-words", "title": "Two words", "kind": "wording_differs","""
        + """ "records": ["statements/kennedy-berliner-1963", "visits/kennedy-in-berlin-1963"],"""
        + "\n\"reason\": \"They differ.\", \"note\": null}]")]
    public async Task Changed_reference_rereads_all_records(string file, string text, string other)
    {
        await LoadAsync(_dataset.Seeds);

        _dataset.Edit(file, text, other);

        Assert.Equal(_dataset.Read().Entries.Sum(pair => pair.Key.HoldsRelations ? pair.Value.Count : 0), (await ReadInFullAsync()).Count);
        await LoadAsync(_dataset.Seeds);
        Assert.Empty(await ReadInFullAsync());
        await IsAsAFirstLoadAsync(_dataset.Seeds);
    }

    [Fact]
    public async Task Records_checked_elsewhere_are_rechecked_once()
    {
        await LoadAsync(_dataset.Seeds);
        await using (var owner = await _database.Owner.OpenConnectionAsync())
        {
            await using var command = owner.CreateCommand();
            command.CommandText = "update installation set seed_context = overlay(seed_context placing '\\x00'::bytea from 33)";
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }

        Assert.NotEmpty(await ReadInFullAsync());
        Assert.False((await LoadAsync(_dataset.Seeds)).Changed);
        Assert.Empty(await ReadInFullAsync());
    }

    [Fact]
    public async Task Reformatted_record_updates_its_seed_hash()
    {
        await LoadAsync(_dataset.Seeds);
        var record = _dataset.TextOf("exercises.json");
        File.WriteAllText(_dataset.PathOf("exercises.json"), JsonSerializer.Serialize(JsonDocument.Parse(record).RootElement));

        Assert.Single(await ReadInFullAsync());
        Assert.False((await LoadAsync(_dataset.Seeds)).Changed);

        Assert.Empty(await ReadInFullAsync());
        File.WriteAllText(_dataset.PathOf("exercises.json"), record);
        Assert.Single(await ReadInFullAsync());
    }

    [Fact]
    public async Task Records_without_file_have_no_hash()
    {
        await LoadAsync(_dataset.Seeds);
        _dataset.Edit("visits.json", "John F. Kennedy visits", "John F. Kennedy comes to");

        await Loader.LoadAsync(_database.Owner, _dataset.Read(), TextWriter.Null, default);

        Assert.Equal(["visits/kennedy-in-berlin-1963"], await ReadInFullAsync());
        Assert.False((await LoadAsync(_dataset.Seeds)).Changed);
        Assert.Empty(await ReadInFullAsync());
    }

    [Fact]
    public async Task Known_records_count_in_global_checks()
    {
        await LoadAsync(_dataset.Seeds);
        var record = _dataset.TextOf("exercises.json").Trim().TrimStart('[').TrimEnd(']').Trim();
        File.WriteAllText(_dataset.PathOf("exercises.json"), $"[{record},\n{record}]");

        var error = Assert.Single((await Assert.ThrowsAsync<SeedException>(() => LoadAsync(_dataset.Seeds))).Errors);

        Assert.Equal(("exercises.json", "id", "is already used on line 1"), (error.File, error.Field, error.Message));
        Assert.NotEqual(1, error.Line);
    }

    [Fact]
    public async Task Shortened_source_refuses_known_records()
    {
        await LoadAsync(_dataset.Seeds);
        var source = _dataset.TextOf("sources.json");
        File.WriteAllText(_dataset.PathOf("sources.json"), Regex.Replace(source, "\"paragraph_count\": *[0-9]+", "\"paragraph_count\": 1"));

        var errors = (await Assert.ThrowsAsync<SeedException>(() => LoadAsync(_dataset.Seeds))).Errors;

        Assert.Contains(errors, error => error.Field?.EndsWith("paragraph", StringComparison.Ordinal) == true);
        File.WriteAllText(_dataset.PathOf("sources.json"), source);
        Assert.Empty(await ReadInFullAsync()); // A load that was refused has forgotten nothing.
    }

    [LongTheory, MemberData(nameof(Dice))]
    public async Task Incremental_load_equals_a_fresh_load(int seed)
    {
        var (dice, seeds) = (new Random(seed), _folder.In("seeds"));
        SyntheticDataset.Write(seeds, 400, seed, CancellationToken.None);
        var originals = ResourceTypes.All.Where(resource => resource.HoldsRelations).ToDictionary(
            resource => Path.Combine(seeds, $"{resource.Name}.json"), resource => RecordsOf(Path.Combine(seeds, $"{resource.Name}.json")));
        var named = File.ReadAllText(Path.Combine(seeds, "contradictions.json")) + File.ReadAllText(Path.Combine(seeds, "links.json"));
        await LoadAsync(seeds);

        for (var round = 0; round < 4; round++)
        {
            foreach (var (path, records) in originals)
                File.WriteAllText(path, $"[\n{string.Join(",\n", Changed(records))}\n]\n");
            await LoadAsync(seeds);
            await IsAsAFirstLoadAsync(seeds);
        }

        IEnumerable<string> Changed(string[] records) => records
            .Where(record => named.Contains($"/{IdOf(record)}\"") || dice.Next(10) > 0)
            .Select(record => dice.Next(10) switch
            {
                0 => record.Replace("\"title\":\"", $"\"title\":\"Once more {dice.Next()}: "),
                1 => record.Replace("\":", "\" :"), // The same in other bytes.
                _ => record,
            })
            .OrderBy(_ => dice.Next(3));
    }

    private static string[] RecordsOf(string path) => [.. File.ReadLines(path).Where(line => line.StartsWith('{')).Select(line => line.TrimEnd(','))];

    private static string IdOf(string record) => JsonDocument.Parse(record).RootElement.GetProperty("id").GetString()!;

    private Task<LoadResult> LoadAsync(string seeds) => Loader.LoadAsync(_database.Owner, new SeedFolder(seeds), TextWriter.Null, default);

    /// <summary>The relation records of the small dataset that a load would read in full now.</summary>
    private async Task<List<string>> ReadInFullAsync()
    {
        await using var owner = await _database.Owner.OpenConnectionAsync();
        var standing = await SeedHashes.ReadAsync(owner, default);
        return [.. new SeedFolder(_dataset.Seeds).Open(standing, new ReadProgress()).Entries
            .Where(seed => seed.Resource.HoldsRelations && seed.Entry is not null).Select(seed => seed.Resource.PathOf(seed.Id))];
    }

    private async Task IsAsAFirstLoadAsync(string seeds)
    {
        await using var fresh = await postgres.CreateMigratedAsync();
        await Loader.LoadAsync(fresh.Owner, new SeedFolder(seeds), TextWriter.Null, default);
        const string Hash = "select content_hash from dataset_versions order by version desc limit 1";
        Assert.Equal(await fresh.QueryAsync<string>(Hash), await _database.QueryAsync<string>(Hash));
        foreach (var resource in ResourceTypes.All)
        {
            var sql = $"select (to_jsonb(t) - 'since' - 'until')::text from {resource.Table} t where until is null order by id";
            Assert.Equal(await fresh.ListAsync<string>(sql), await _database.ListAsync<string>(sql));
        }
    }
}
