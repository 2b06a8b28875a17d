using Dapper;
using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Xunit;

namespace Tests.Migrations;

/// <summary>The API's role reads everything and can do nothing else.</summary>
public sealed class ReaderRoleTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private NpgsqlConnection _reader = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateMigratedAsync();
        _reader = new NpgsqlConnection(_database.ReaderConnection);
        await _reader.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_reads_every_table_of_the_dataset()
    {
        foreach (var table in ResourceTypes.All.Select(resource => resource.Table).Append("dataset_versions"))
            Assert.Equal(0, await _reader.ExecuteScalarAsync<long>($"select count(*) from {table}"));
    }

    [Fact]
    public async Task It_reads_a_table_that_a_later_script_makes()
    {
        Script[] later = [.. Script.All, new("9999_later.sql", "create table later (id integer)")];
        await Migrator.UpAsync(_database.Owner, later, TextWriter.Null, default);

        Assert.Equal(0, await _reader.ExecuteScalarAsync<long>("select count(*) from later"));
    }

    [Theory]
    [InlineData("insert into dataset_versions values (1, repeat('0', 64), now(), '{}', '{}')")]
    [InlineData("update visits set title = 'x'")]
    [InlineData("delete from visits")]
    [InlineData("truncate visits")]
    [InlineData("drop table visits")]
    [InlineData("alter table visits add column x integer")]
    [InlineData("create table mine (id integer)")]
    [InlineData("create schema mine")]
    [InlineData("create role mine")]
    [InlineData("set role relations_owner")]
    [InlineData("set session authorization relations_owner")]
    [InlineData("grant relations_owner to relations_reader")]
    [InlineData("copy visits to program 'cat'")]
    [InlineData("select pg_read_file('PG_VERSION')")]
    public async Task It_may_not_write_even_when_it_says_so(string sql)
    {
        await _reader.ExecuteAsync("set default_transaction_read_only = off");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Its_transactions_are_read_only_from_the_start()
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync("create temporary table mine (id integer)"));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refusal.SqlState);
    }

    [Fact]
    public async Task Its_limits_and_settings_are_set_on_the_role()
    {
        Assert.Equal(
            ["default_transaction_read_only=on", "idle_in_transaction_session_timeout=60s", "jit=off", "statement_timeout=15s"],
            (await _database.AskAsync<string[]>("select rolconfig from pg_roles where rolname = 'relations_reader'")).Order(StringComparer.Ordinal));
        Assert.Equal("15s", await _reader.ExecuteScalarAsync<string>("show statement_timeout"));
    }

    [Fact]
    public async Task It_is_nobody_special() => Assert.Equal("f|f|f|f|f|t|0", await _database.AskAsync<string>("""
        select concat_ws('|', rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin,
          (select count(*) from pg_auth_members m where m.member = r.oid))
        from pg_roles r where rolname = 'relations_reader'
        """));

    [Fact]
    public async Task A_statement_that_takes_too_long_is_cancelled()
    {
        await _reader.ExecuteAsync("set statement_timeout = '50ms'");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync("select pg_sleep(600)"));

        Assert.Equal(PostgresErrorCodes.QueryCanceled, refusal.SqlState);
        Assert.Equal(1, await _reader.ExecuteScalarAsync<int>("select 1"));
    }
}
