using Dapper;
using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>The API's role reads everything and can do nothing else.</summary>
public sealed class ReaderRoleTests(MigratedDatabase migrated, PrivatePostgres postgres) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private NpgsqlConnection _reader = null!;

    public async ValueTask InitializeAsync() => _reader = await ReaderOfAsync(migrated.Database);

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    [Fact]
    public async Task It_reads_every_table_of_the_dataset()
    {
        foreach (var table in ResourceTypes.All.Select(resource => resource.Table).Append("dataset_versions"))
            Assert.Equal(0, await _reader.ExecuteScalarAsync<long>($"select count(*) from {table}"));
    }

    [Fact]
    public async Task Reader_reads_tables_of_later_scripts()
    {
        await using var database = await postgres.CreateMigratedAsync();
        Script[] later = [.. Script.All, new("9999_later.sql", "create table later (id integer)")];
        await Migrator.UpAsync(database.Owner, later, TextWriter.Null, default);

        await using var reader = await ReaderOfAsync(database);
        Assert.Equal(0, await reader.ExecuteScalarAsync<long>("select count(*) from later"));
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
    [InlineData("create temporary table mine (id integer)")]
    [InlineData("create function pg_temp.mine() returns integer language sql as 'select 1'")]
    [InlineData("create function mine() returns integer language sql as 'select 1'")]
    [InlineData("create index on visits (title)")]
    [InlineData("create extension dblink")]
    [InlineData("create publication mine for table visits")]
    [InlineData("create database mine")]
    [InlineData("comment on table visits is 'mine'")]
    [InlineData("alter role relations_reader superuser")]
    [InlineData("alter role relations_owner password 'mine'")]
    [InlineData("alter system set log_connections = off")]
    [InlineData("update pg_class set relname = 'mine'")]
    [InlineData("select * from pg_authid")]
    [InlineData("update installation set cursor_key = ''")]
    [InlineData("insert into schema_journal values ('9999_mine.sql', '')")]
    [InlineData("copy visits to program 'cat'")]
    [InlineData("copy visits to '/tmp/visits'")]
    [InlineData("copy visits from '/etc/passwd'")]
    [InlineData("copy (select 1) to program 'cat'")]
    [InlineData("select pg_read_file('PG_VERSION')")]
    [InlineData("select pg_read_binary_file('/etc/passwd')")]
    [InlineData("select pg_ls_dir('.')")]
    [InlineData("select pg_stat_file('PG_VERSION')")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("select lo_create(0)")]
    [InlineData("select lo_creat(-1)")]
    [InlineData("select lo_from_bytea(0, 'mine')")]
    [InlineData("select pg_reload_conf()")]
    [InlineData("select pg_switch_wal()")]
    [InlineData("select pg_rotate_logfile()")]
    [InlineData("load '/tmp/mine.so'")]
    [InlineData("begin; lock table visits in row exclusive mode")]
    [InlineData("begin; lock table schema_journal in share update exclusive mode")]
    [InlineData("select from installation for update")]
    [InlineData("select from visits for share")]
    [InlineData("reindex table visits")]
    public async Task Reader_cannot_enable_writing(string sql)
    {
        await _reader.ExecuteAsync("set default_transaction_read_only = off");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory, InlineData("select dblink('host=127.0.0.1', 'select 1')"), InlineData("select pg_execute_server_program()")]
    [InlineData("select query_to_xml_file('select 1')")]
    public async Task Reader_cannot_reach_outside_the_database(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.UndefinedFunction, refusal.SqlState);
    }

    [Theory, InlineData("pg_terminate_backend"), InlineData("pg_cancel_backend")]
    public async Task It_ends_nobody_elses_work(string function)
    {
        await using var owner = await migrated.Database.Owner.OpenConnectionAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync($"select {function}({owner.ProcessID})"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Reader_locks_block_no_load()
    {
        await using var database = await postgres.CreateMigratedAsync();
        await using var reader = await ReaderOfAsync(database);
        await reader.ExecuteAsync($"""
            begin;
            select pg_advisory_lock(key) from generate_series(7202202000, 7202202100) key;
            lock table {string.Join(", ", ResourceTypes.All.Select(resource => resource.Table))}, dataset_versions, installation in access share mode;
            select pg_notify('dataset_version', 'nonsense');
            """);

        using var dataset = new SmallDataset();
        Assert.Equal(1, (await Loader.LoadAsync(database.Owner, dataset.Read(), TextWriter.Null, default)).Version);
        Script[] later = [.. Script.All, new("9999_later.sql", "create table later (id integer)")];
        Assert.Equal(1, await Migrator.UpAsync(database.Owner, later, TextWriter.Null, default));
    }

    [Fact]
    public async Task Its_transactions_are_read_only_from_the_start()
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync("comment on role relations_reader is 'mine'"));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refusal.SqlState);
    }

    [Fact]
    public async Task Role_has_its_limits_and_settings()
    {
        var settings = await migrated.Database.QueryAsync<string[]>("select rolconfig from pg_roles where rolname = 'relations_reader'");
        Assert.Equal(
            [
                "default_transaction_read_only=on", "hash_mem_multiplier=2", "idle_in_transaction_session_timeout=60s", "jit=off",
                "log_min_error_statement=panic", "max_parallel_workers_per_gather=0", "statement_timeout=15s", "temp_file_limit=1GB",
                "work_mem=4MB",
            ],
            settings.Order(StringComparer.Ordinal));
        Assert.Equal("15s", await _reader.ExecuteScalarAsync<string>("show statement_timeout"));
        Assert.Equal("1GB", await _reader.ExecuteScalarAsync<string>("show temp_file_limit"));
        Assert.Equal("-1", await migrated.Database.QueryAsync<string>("show temp_file_limit")); // A load may need more.
    }

    [Fact]
    public async Task It_is_nobody_special() => Assert.Equal("f|f|f|f|f|t|0", await migrated.Database.QueryAsync<string>("""
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

    [Theory]
    [InlineData("set temp_file_limit = -1")]
    [InlineData("set log_min_error_statement = error")]
    public async Task It_cannot_lift_what_a_superuser_set(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => _reader.ExecuteAsync(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task The_log_has_no_text_of_its_cancelled_statements()
    {
        await using var superuser = await postgres.OpenAsSuperuserAsync(migrated.Database);
        await superuser.ExecuteAsync("set log_min_error_statement = error");
        await CancelAsync(_reader, "the reader");
        await CancelAsync(superuser, "another");

        var log = await superuser.ExecuteScalarAsync<string>("select pg_read_file(current_setting('data_directory') || '/../server.log')");
        Assert.Contains("a long text of another", log);
        Assert.DoesNotContain("a long text of the reader", log);

        static async Task CancelAsync(NpgsqlConnection connection, string whose)
        {
            await connection.ExecuteAsync("set statement_timeout = '20ms'");
            await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync($"select pg_sleep(600) /* a long text of {whose} */"));
            await connection.ExecuteAsync("set statement_timeout = 0");
        }
    }

    private static async Task<NpgsqlConnection> ReaderOfAsync(TestDatabase database)
    {
        var reader = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ReaderConnection) { Pooling = false }.ConnectionString);
        await reader.OpenAsync();
        return reader;
    }
}
