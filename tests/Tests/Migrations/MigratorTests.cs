using Benchmarks.Running;
using Dapper;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

public sealed class MigratorTests(PrivatePostgres postgres)
{
    private static readonly Script[] Two =
    [
        new("0001_first.sql", "create table first (id integer);"),
        new("0002_second.sql", "create table second (id integer); insert into second values (1);"),
    ];

    [Fact]
    public void Scripts_are_numbered_without_gaps() => Assert.Equal(
        Enumerable.Range(1, Script.All.Count).Select(number => $"{number:0000}_"), Script.All.Select(script => script.Name[..5]));

    [Fact]
    public async Task Empty_database_gets_every_script_once()
    {
        await using var database = await postgres.CreateEmptyAsync();
        using var log = new StringWriter();

        Assert.Equal(Script.All, await Migrator.PendingAsync(database.Owner, Script.All, default));
        Assert.Equal(Script.All.Count, await Migrator.UpAsync(database.Owner, Script.All, log, default));
        Assert.Equal(0, await Migrator.UpAsync(database.Owner, Script.All, log, default));

        Assert.Equal(Script.All.Select(script => $"applied {script.Name}"), log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(await Migrator.PendingAsync(database.Owner, Script.All, default));
        Assert.Equal(Script.All.Select(script => (script.Name, script.Checksum)), await JournalAsync(database));
    }

    [Fact]
    public async Task A_new_script_is_applied_on_top()
    {
        await using var database = await postgres.CreateEmptyAsync();
        await UpAsync(database, Two[..1]);

        Assert.Equal(1, await UpAsync(database, Two));
        Assert.Equal(1, await database.CountAsync("second"));
    }

    [Fact]
    public async Task Edited_script_fails_and_applies_nothing()
    {
        await using var database = await postgres.CreateEmptyAsync();
        await UpAsync(database, Two[..1]);

        var failure = await Assert.ThrowsAsync<SchemaException>(() => UpAsync(database, [Two[0] with { Sql = Two[0].Sql + " " }, Two[1]]));

        Assert.Contains("Edited after they were applied: 0001_first.sql.", failure.Message);
        Assert.DoesNotContain("0002", failure.Message);
        Assert.Single(await JournalAsync(database));
        await Assert.ThrowsAsync<SchemaException>(() => Migrator.PendingAsync(database.Owner, [Two[0] with { Sql = "" }], default));
    }

    [Fact]
    public async Task Unknown_applied_script_fails()
    {
        await using var database = await postgres.CreateEmptyAsync();
        await UpAsync(database, Two);

        var failure = await Assert.ThrowsAsync<SchemaException>(() => UpAsync(database, Two[..1]));

        Assert.Contains("does not know: 0002_second.sql", failure.Message);
    }

    [Fact]
    public async Task Failing_script_rolls_back_only_itself()
    {
        await using var database = await postgres.CreateEmptyAsync();
        Script broken = new("0003_broken.sql", "create table third (id integer); select 1/0;");

        var failure = await Assert.ThrowsAsync<SchemaException>(() => UpAsync(database, [.. Two, broken]));

        Assert.Equal("0003_broken.sql failed and left nothing behind: division by zero", failure.Message);
        Assert.Equal(2, (await JournalAsync(database)).Count);
        Assert.Null(await database.QueryAsync<string>("select to_regclass('third')::text"));
        Assert.Equal(1, await UpAsync(database, [.. Two, broken with { Sql = "create table third (id integer)" }]));
    }

    [Fact]
    public async Task Concurrent_migrations_apply_scripts_once()
    {
        await using var database = await postgres.CreateEmptyAsync();

        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UpAsync(database, Script.All)));

        Assert.Equal([.. Enumerable.Repeat(0, 7), Script.All.Count], applied.Order());
        Assert.Equal(Script.All.Count, (await JournalAsync(database)).Count);
    }

    [Fact]
    public async Task A_wait_for_another_one_can_be_cancelled()
    {
        await using var database = await postgres.CreateEmptyAsync();
        using var cancel = new CancellationTokenSource();
        var holding = UpAsync(database, [new("0001_slow.sql", "select pg_sleep(600)")], cancel.Token);
        await database.EventuallyAsync(holding, """
            select count(*) = 1 from pg_stat_activity where datname = current_database() and query = 'select pg_sleep(600)'
            """);
        var waiting = UpAsync(database, Two, cancel.Token);
        await database.EventuallyAsync(waiting, $"""
            select count(*) = 1 from pg_locks where relation = 'schema_journal'::regclass and not granted
              and {TestDatabase.HasLock}
            """);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
        Assert.Empty(await JournalAsync(database));
        Assert.Equal(2, await UpAsync(database, Two)); // The lock is free.
    }

    [Fact]
    public async Task A_lost_connection_leaves_nothing()
    {
        await using var database = await postgres.CreateEmptyAsync();
        var holding = UpAsync(database, [new("0001_slow.sql", "create table first (id integer); select pg_sleep(600)")]);
        await database.EventuallyAsync(holding, """
            select count(*) = 1 from pg_stat_activity where datname = current_database() and query like '%pg_sleep(600)'
            """);

        await database.QueryAsync<bool>("""
            select bool_and(pg_terminate_backend(pid)) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => holding);
        Assert.True(failure is NpgsqlException or SchemaException, failure.ToString());
        Assert.Equal(2, await UpAsync(database, Two));
    }

    [Fact]
    public async Task Reader_password_may_hold_any_text()
    {
        await using var server = await TemporaryPostgres.StartAsync();
        await using var owner = NpgsqlDataSource.Create(await server.EnsureDatabaseAsync());
        await Migrator.UpAsync(owner, Script.All, TextWriter.Null, default);
        const string Password = """it's a \ "pass"; word""";

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator.SetReaderPasswordAsync(owner, Password, default)));

        var given = server.ConnectionString("relations", Migrator.Reader);
        var reader = new NpgsqlConnectionStringBuilder(given) { Password = Password, Pooling = false };
        await using var connection = new NpgsqlConnection(reader.ConnectionString);
        Assert.Equal(Migrator.Reader, await connection.ExecuteScalarAsync<string>("select current_user"));
    }

    private static Task<int> UpAsync(TestDatabase database, IReadOnlyList<Script> scripts, CancellationToken cancel = default) =>
        Migrator.UpAsync(database.Owner, scripts, TextWriter.Null, cancel);

    private static async Task<List<(string, string)>> JournalAsync(TestDatabase database)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        return [.. await connection.QueryAsync<(string, string)>("select script, checksum from schema_journal order by script")];
    }
}
