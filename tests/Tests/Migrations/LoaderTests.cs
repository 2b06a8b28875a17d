using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>Each load with other content creates the next version. A version never changes.</summary>
public sealed class LoaderTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private const string Title = "John F. Kennedy visits West Berlin";
    private readonly SmallDataset _dataset = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateMigratedAsync();

    public ValueTask DisposeAsync()
    {
        _dataset.Dispose();
        return _database.DisposeAsync();
    }

    [Fact]
    public async Task First_load_is_version_1()
    {
        using var log = new StringWriter();

        Assert.Equal(new LoadResult(1, true, 11, 0, 0), await Loader.LoadAsync(_database.Owner, _dataset.Read(), log, default));

        Assert.Equal(
            ["countries 3", "exercises 1", "people 2", "sources 1", "statements 2", "trade-figures 1", "visits 1"],
            await _database.ListAsync<string>("""
                select concat(key, ' ', value) from dataset_versions, jsonb_each(counts) where value <> '0' order by key collate "C"
                """));
        Assert.Equal(
            "Relations between countries: Germany and the United States",
            await _database.QueryAsync<string>("select description->>'title' from dataset_versions"));
        Assert.Contains("statements: 2 records", log.ToString());
    }

    [Fact]
    public async Task Values_are_stored_as_in_the_seeds()
    {
        await LoadAsync();

        Assert.Equal("-25.5|1963-06-26|1963-06-26|1963-06-26|{DEU,USA}|{DEU-USA}|{trade}|percent||{}|1", await _database.QueryAsync<string>("""
            select concat_ws('|', value, date, date_start, date_end, countries, dyads, topics, unit, coalesce(note, ''), people, source_count)
            from trade_figures
            """));
        Assert.Equal(
            """[{"role": "president", "country": "USA", "person_id": "john-f-kennedy"}]""",
            await _database.QueryAsync<string>("select visitors::text from visits"));
        Assert.Equal(
            "Germany; Deutschland; United States; John F. Kennedy; Jack Kennedy; JFK; Konrad Adenauer",
            await _database.QueryAsync<string>("select names from visits"));
        Assert.Equal(1, await _database.QueryAsync<long>(
            "select count(*) from visits where search @@ websearch_to_tsquery('dataset_english', 'JFK visiting')"));
    }

    [Fact]
    public async Task The_same_content_again_touches_no_row()
    {
        await LoadAsync();
        var before = await RowsAsync();

        Assert.Equal(new LoadResult(1, false, 0, 0, 0), await LoadAsync());

        Assert.Equal(before, await RowsAsync());
        Assert.Equal(1, await _database.CountAsync("dataset_versions"));
    }

    [Theory]
    [InlineData("trade-figures.json", "-25.5", "-25.500")]
    [InlineData("trade-figures.json", "\"value\": -25.5", "\"value\": 0", "\"value\": -0")]
    [InlineData("trade-figures.json", "\"value\": -25.5", "\"value\": 0", "\"value\": -0.00")]
    [InlineData("trade-figures.json", "-25.5", "190000000000", "190000000000.0")]
    [InlineData("visits.json", "\"occurrences\": 1", "\"occurrences\"  :\t1")]
    [InlineData("visits.json", "[\"West Berlin\"]", "[\"\\u0057est\\u0020Berlin\"]")]
    [InlineData("visits.json", "\"note\": null,\n    \"kind\": \"visit\",", "\"kind\": \"visit\",\n    \"note\": null,")]
    public async Task The_same_content_written_otherwise_changes_nothing(string file, params string[] written)
    {
        for (var i = 0; i < written.Length - 2; i++)
            _dataset.Edit(file, written[i], written[i + 1]);
        await LoadAsync();
        var before = await RowsAsync();
        _dataset.Edit(file, written[^2], written[^1]);

        Assert.Equal(new LoadResult(1, false, 0, 0, 0), await LoadAsync());
        Assert.Equal(before, await RowsAsync());
    }

    [Theory, InlineData(3), InlineData(4)]
    public async Task A_tenth_may_be_retracted_and_no_more(int retracted)
    {
        const int All = 30;
        var seeds = _dataset.Read();
        var copies = All - seeds.Entries.Sum(pair => pair.Value.Count);
        SeedSet WithCopies(int count) => seeds.With<Visit>(visits =>
            visits.Concat(Enumerable.Range(1, count).Select(i => visits[0] with { Id = $"copy-{i}" })));
        await LoadAsync(WithCopies(copies));

        if (retracted * 10 <= All)
        {
            Assert.Equal(new LoadResult(2, true, 0, 0, retracted), await LoadAsync(WithCopies(copies - retracted)));
            return;
        }

        var refusal = await Assert.ThrowsAsync<RetractionException>(() => LoadAsync(WithCopies(copies - retracted)));
        Assert.StartsWith($"The seeds lack {retracted} of the {All} entries", refusal.Message);
        Assert.Equal(1, await _database.CountAsync("dataset_versions"));
    }

    [Fact]
    public async Task The_only_record_is_not_retracted_unasked()
    {
        var seeds = _dataset.Read();
        var none = seeds with { Entries = seeds.Entries.ToDictionary(pair => pair.Key, _ => (IReadOnlyList<Entry>)[]) };
        await LoadAsync(none.With<Country>(_ => seeds.Of<Country>().Take(1))); // A first load retracts nothing.

        await Assert.ThrowsAsync<RetractionException>(() => LoadAsync(none));
        Assert.Equal(new LoadResult(2, true, 0, 0, 1), await LoadAsync(none, mostRetracted: 1));
        Assert.Equal(3, (await LoadAsync(seeds)).Version); // There was nothing that could be retracted.
    }

    [Fact]
    public async Task The_order_of_the_seeds_does_not_matter()
    {
        await LoadAsync();
        var before = await RowsAsync();
        var seeds = _dataset.Read();

        var reversed = seeds with { Entries = seeds.Entries.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Entry>)[.. pair.Value.Reverse()]) };

        Assert.False((await Loader.LoadAsync(_database.Owner, reversed, TextWriter.Null, default)).Changed);
        Assert.Equal(before, await RowsAsync());
    }

    [Fact]
    public async Task Changed_record_gets_one_new_revision()
    {
        await LoadAsync();
        var others = await RowsAsync("id <> 'kennedy-in-berlin-1963'");
        _dataset.Edit("visits.json", Title, "John F. Kennedy comes to West Berlin");

        Assert.Equal(new LoadResult(2, true, 0, 1, 0), await LoadAsync());

        Assert.Equal(["1-2 John F. Kennedy visits West Berlin", "2- John F. Kennedy comes to West Berlin"], await RevisionsAsync("visits", "title"));
        Assert.Equal(others, await RowsAsync("id <> 'kennedy-in-berlin-1963'"));
    }

    [Fact]
    public async Task Removed_record_closes_and_can_return()
    {
        var exercises = _dataset.TextOf("exercises.json");
        await LoadAsync();

        File.WriteAllText(_dataset.PathOf("exercises.json"), "[]");
        // Two countries and a source include the exercise in their counts of records.
        Assert.Equal(new LoadResult(2, true, 0, 3, 1), await LoadAsync());
        Assert.Equal(["1-2 big-lift-1963"], await RevisionsAsync("exercises"));
        Assert.Equal(0, await _database.QueryAsync<int>("select (counts->>'exercises')::int from dataset_versions where version = 2"));

        File.WriteAllText(_dataset.PathOf("exercises.json"), exercises);
        Assert.Equal(new LoadResult(3, true, 1, 3, 0), await LoadAsync());
        Assert.Equal(["1-2 big-lift-1963", "3- big-lift-1963"], await RevisionsAsync("exercises"));
        Assert.Equal(
            await _database.QueryAsync<string>("select content_hash from dataset_versions where version = 1"),
            await _database.QueryAsync<string>("select content_hash from dataset_versions where version = 3"));
    }

    [Fact]
    public async Task Added_and_renamed_records_are_new()
    {
        await LoadAsync();
        _dataset.Edit("exercises.json", "big-lift-1963", "big-lift");

        Assert.Equal(new LoadResult(2, true, 1, 0, 1), await LoadAsync());

        Assert.Equal(["1-2 big-lift-1963", "2- big-lift"], await RevisionsAsync("exercises"));
    }

    [Fact]
    public async Task Changed_description_makes_a_version()
    {
        await LoadAsync();
        _dataset.Edit("dataset.json", "\"licence\": null", "\"licence\": \"CC0-1.0\"");

        Assert.Equal(new LoadResult(2, true, 0, 0, 0), await LoadAsync());

        Assert.Equal([null, "CC0-1.0"], await _database.ListAsync<string?>("select description->>'licence' from dataset_versions order by version"));
    }

    [Fact]
    public async Task Value_moved_between_fields_is_a_change()
    {
        await LoadAsync();
        _dataset.Edit("statements.json", "\"speaker_role\": \"president\"", "\"speaker_role\": null");
        await LoadAsync();
        _dataset.Edit("statements.json", "\"reported_by\": null", "\"reported_by\": \"president\"");

        Assert.Equal(3, (await LoadAsync()).Version);
    }

    [Fact]
    public async Task An_older_version_reads_as_it_was()
    {
        await LoadAsync();
        var first = await AtVersionAsync(1);
        _dataset.Edit("visits.json", Title, "Another title");
        await LoadAsync();
        var second = await AtVersionAsync(2);
        File.WriteAllText(_dataset.PathOf("visits.json"), "[]");
        _dataset.Edit("people.json", "\"JFK\"", "\"J. F. K.\"");
        await LoadAsync();

        Assert.Equal(first, await AtVersionAsync(1));
        Assert.Equal(second, await AtVersionAsync(2));
        Assert.NotEqual(first, second);
        Assert.DoesNotContain(await AtVersionAsync(3), row => row.Contains("kennedy-in-berlin"));
        Assert.Equal([1, 2, 3], await _database.ListAsync<int>("select version from dataset_versions order by version"));
    }

    [Fact]
    public async Task Equal_content_has_equal_hash_anywhere()
    {
        await using var other = await postgres.CreateMigratedAsync();
        var expected = _dataset.Read();
        await Loader.LoadAsync(_database.Owner, expected, TextWriter.Null, default);
        _dataset.Edit("visits.json", Title, "Another title");
        await Loader.LoadAsync(other.Owner, _dataset.Read(), TextWriter.Null, default);
        await Loader.LoadAsync(other.Owner, expected, TextWriter.Null, default);

        const string Last = "select content_hash from dataset_versions order by version desc limit 1";
        Assert.Equal(await _database.QueryAsync<string>(Last), await other.QueryAsync<string>(Last));
    }

    [Fact]
    public async Task Project_seeds_load_twice_unchanged()
    {
        var seeds = LoadedApi.Seeds;

        var result = await Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, default);
        Assert.Equal(seeds.Entries.Values.Sum(entries => entries.Count), result.Added);
        Assert.False((await Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, default)).Changed);
    }

    private Task<LoadResult> LoadAsync(ISeeds seeds, double mostRetracted = Loader.MostRetracted) =>
        Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, default, mostRetracted: mostRetracted);

    private Task<LoadResult> LoadAsync() => Loader.LoadAsync(_database.Owner, _dataset.Read(), TextWriter.Null, default);

    /// <summary>The position and the last transaction of each row. They show every write.</summary>
    private Task<List<string>> RowsAsync(string where = "true") => _database.ListAsync<string>(string.Join(" union all ",
        ResourceTypes.All.Select(resource => $"""
            select concat_ws('|', '{resource.Table}', id, ctid, xmin, xmax, since, until) from {resource.Table} where {where}
            """)) + " order by 1");

    private Task<List<string>> RevisionsAsync(string table, string column = "id") =>
        _database.ListAsync<string>($"select concat(since, '-', until, ' ', {column}) from {table} order by since");

    private Task<List<string>> AtVersionAsync(int version) => _database.ListAsync<string>(string.Join(" union all ",
        ResourceTypes.All.Select(resource => $"""
            select (to_jsonb(r) - 'since' - 'until')::text from {resource.Table} r
            where since <= @version and (until is null or until > @version)
            """)) + " order by 1", new { version });
}
