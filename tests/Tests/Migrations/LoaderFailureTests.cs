using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>A load is atomic, only one runs at a time, and readers never wait for it.</summary>
public sealed class LoaderFailureTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private readonly SmallDataset _dataset = new();
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateLoadedAsync(_dataset.Read());

    public ValueTask DisposeAsync()
    {
        _dataset.Dispose();
        return _database.DisposeAsync();
    }

    [Fact]
    public async Task Constraint_violation_keeps_the_old_version()
    {
        var before = await StateAsync();

        // Statements are the last, so everything else is written by then.
        await Assert.ThrowsAsync<SeedException>(() => LoadAsync(Changed(s => s with { QuoteParts = [] })));

        Assert.Equal(before, await StateAsync());
        Assert.Equal(2, (await LoadAsync(Changed(s => s))).Version);
    }

    [Theory, InlineData("first"), InlineData("next")]
    public async Task Record_that_the_database_refuses_is_named(string load)
    {
        await using var empty = await postgres.CreateMigratedAsync();
        var database = load == "first" ? empty : _database;
        var tooLong = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i * 7919L * 104729}"));
        foreach (var (change, field, message) in new (Func<Statement, Statement>, string?, string)[]
        {
            (s => s with { QuoteParts = [] }, "quote", "statements_quote_check"),
            (s => s with { Venue = "\0" }, "venue", "0x00"),
            (s => s with { Title = tooLong }, null, "index row size"),
        })
        {
            var refused = Changed(change);
            var failure = await Assert.ThrowsAsync<SeedException>(() => Loader.LoadAsync(database.Owner, refused, TextWriter.Null, default));
            var error = Assert.Single(failure.Errors);
            var id = refused.Of<Statement>().First(s => s.SpeakerKind == SpeakerKind.Person).Id;
            Assert.Equal(("statements.json", id, field), (error.File, error.Id, error.Field));
            Assert.StartsWith("the database refuses it: ", error.Message);
            Assert.Contains(message, error.Message);
        }
    }

    [Fact]
    public async Task Unstorable_text_keeps_the_old_version()
    {
        var before = await StateAsync();

        await Assert.ThrowsAsync<SeedException>(() => LoadAsync(Changed(s => s with { Venue = "\0" })));

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Killed_connection_keeps_the_old_version()
    {
        var before = await StateAsync();
        await using var blocker = await BlockedAsync(_database);
        var loading = LoadAsync(Changed(s => s));
        await _database.EventuallyAsync(loading, WaitsForLock);

        Assert.True(await _database.QueryAsync<bool>($"select pg_terminate_backend(pid) from pg_locks where not granted and {TestDatabase.HasLock}"));

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => loading);
        await blocker.DisposeAsync();
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Cancelled_load_keeps_the_old_version()
    {
        var before = await StateAsync();
        using var cancel = new CancellationTokenSource();
        await using var blocker = await BlockedAsync(_database);
        var loading = LoadAsync(Changed(s => s), cancel.Token);
        await _database.EventuallyAsync(loading, WaitsForLock);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        await blocker.DisposeAsync();
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task A_cancelled_first_load_ends_without_a_vacuum()
    {
        await using var database = await postgres.CreateMigratedAsync();
        using var cancel = new CancellationTokenSource();
        // The first lock blocks the load at its last statements. The second would block a vacuum.
        await using var blocker = await BlockedAsync(database, "lock table words in share mode; lock table visits in share update exclusive mode");
        var loading = Loader.LoadAsync(database.Owner, _dataset.Read(), TextWriter.Null, cancel.Token);
        await database.EventuallyAsync(loading, WaitsForLock);

        await cancel.CancelAsync();

        await Eventually.UntilAsync("the load has ended", () => Task.FromResult(loading.IsCompleted));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        Assert.Equal(0, await database.CountAsync("dataset_versions"));
    }

    [Fact]
    public async Task Readers_see_old_version_until_complete()
    {
        await using var reader = NpgsqlDataSource.Create(_database.ReaderConnection);
        await using var blocker = await BlockedAsync(_database);
        var loading = LoadAsync(Changed(s => s with { Title = "A new title" }));
        await _database.EventuallyAsync(loading, WaitsForLock);

        Assert.Equal("1 of {1}", await SeenAsync());
        await blocker.DisposeAsync();
        await loading;
        Assert.Equal("2 of {1,2}", await SeenAsync());

        async Task<object?> SeenAsync()
        {
            await using var command = reader.CreateCommand("""
                select concat(max(since), ' of ', (select array_agg(version order by version) from dataset_versions))
                from statements where until is null
                """);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task A_second_load_at_once_is_refused()
    {
        await using var blocker = await BlockedAsync(_database);
        var loading = LoadAsync(Changed(s => s with { Title = "A new title" }));
        await _database.EventuallyAsync(loading, WaitsForLock);

        await Assert.ThrowsAsync<BusyException>(() => LoadAsync(_dataset.Read()));

        await blocker.DisposeAsync();
        Assert.Equal(2, (await loading).Version);
        Assert.Equal(3, (await LoadAsync(_dataset.Read())).Version);
    }

    [Fact]
    public async Task Loads_of_two_databases_are_independent()
    {
        await using var other = await postgres.CreateMigratedAsync();
        await using var blocker = await BlockedAsync(_database);
        var loading = LoadAsync(Changed(s => s));
        await _database.EventuallyAsync(loading, WaitsForLock);

        Assert.Equal(1, (await Loader.LoadAsync(other.Owner, _dataset.Read(), TextWriter.Null, default)).Version);

        await blocker.DisposeAsync();
        await loading;
    }

    private const string WaitsForLock = $"select count(*) > 0 from pg_locks where not granted and {TestDatabase.HasLock}";

    private Task<LoadResult> LoadAsync(SeedSet seeds, CancellationToken cancel = default) =>
        Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, cancel);

    /// <summary>Locks the last table that a load writes, so that the load waits there until the connection is disposed.</summary>
    private static async Task<NpgsqlConnection> BlockedAsync(TestDatabase database, string locks = "lock table statements in share mode")
    {
        var connection = await database.Owner.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; {locks}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The seeds with another note in every record, and a further change of the statements by persons.</summary>
    private SeedSet Changed(Func<Statement, Statement> change)
    {
        var seeds = _dataset.Read();
        return seeds with
        {
            Entries = seeds.Entries.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Entry>)[.. pair.Value
                .Select(entry => entry with { Note = "changed" })
                .Select(entry => entry is Statement { SpeakerKind: SpeakerKind.Person } statement ? change(statement) : entry)]),
        };
    }

    private Task<List<string>> StateAsync() => _database.ListAsync<string>(
        string.Join(" union all ", ResourceTypes.All.Select(resource =>
            $"select concat_ws('|', '{resource.Table}', id, since, until, hash) from {resource.Table}"))
        + " union all select concat_ws('|', version, content_hash) from dataset_versions order by 1");
}
