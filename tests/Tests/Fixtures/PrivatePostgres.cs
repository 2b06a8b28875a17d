using AppHost;
using Benchmarks.Running;
using Dapper;
using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Xunit;

[assembly: AssemblyFixture(typeof(PrivatePostgres))]

namespace Tests.Fixtures;

/// <summary>One real PostgreSQL for the whole run, and as many databases in it as tests want. Nothing of it is left.</summary>
public sealed class PrivatePostgres : IAsyncLifetime
{
    private const string Template = "schema_template";
    private const string LoadedTemplate = "loaded_template";
    private const string ReaderPassword = "reader of the tests";

    /// <summary>No test waits for the disk, and none needs what the server does by itself between statements.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["max_connections"] = "300",
        ["autovacuum"] = "off",
        ["jit"] = "off",
        ["checkpoint_timeout"] = "1h",
        ["max_wal_size"] = "1GB",
        ["wal_level"] = "minimal",
        ["max_wal_senders"] = "0",
    };

    private readonly Lazy<Task> _loaded;
    private readonly Lazy<Task<RunningApi>> _shared;
    private LocalPostgres? _server;
    private int _databases;

    public PrivatePostgres()
    {
        _loaded = new(LoadTemplateAsync);
        _shared = new(async () => await RunningApi.StartAsync(await CreateLoadedAsync(LoadedApi.Seeds)));
    }

    /// <summary>A connection string of the server's superuser.</summary>
    public string Superuser => _server!.ConnectionString();

    /// <summary>A database as the server's superuser, who alone can measure some things.</summary>
    public async Task<NpgsqlConnection> OpenAsSuperuserAsync(TestDatabase database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.OwnerConnection);
        var connection = new NpgsqlConnection(WithoutPool(_server!.ConnectionString(settings.Database!)));
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask InitializeAsync()
    {
        _server = await TemporaryPostgres.StartAsync(Settings);
        var owner = await _server.EnsureDatabaseAsync(Template);
        await using var template = NpgsqlDataSource.Create(WithoutPool(owner));
        await Migrator.UpAsync(template, Script.All, TextWriter.Null, CancellationToken.None);
        await Migrator.SetReaderPasswordAsync(template, ReaderPassword, CancellationToken.None);
    }

    /// <summary>A new database with the schema and no data.</summary>
    public Task<TestDatabase> CreateMigratedAsync() => CreateAsync($"template {Template}");

    /// <summary>A new database with nothing in it.</summary>
    public Task<TestDatabase> CreateEmptyAsync() => CreateAsync("");

    /// <summary>
    /// A new database with the schema and the seeds loaded as version 1. The project's own are loaded once, and copied from then on.
    /// </summary>
    public async Task<TestDatabase> CreateLoadedAsync(SeedSet seeds)
    {
        if (seeds == LoadedApi.Seeds)
        {
            await _loaded.Value;
            return await CreateAsync($"template {LoadedTemplate}");
        }

        var database = await CreateMigratedAsync();
        await Loader.LoadAsync(database.Owner, seeds, TextWriter.Null, CancellationToken.None);
        return database;
    }

    /// <summary>The API over the project's seeds that all tests share which only read.</summary>
    public Task<RunningApi> SharedApiAsync() => _shared.Value;

    public async ValueTask DisposeAsync()
    {
        if (_shared.IsValueCreated)
        {
            var api = await _shared.Value;
            await api.DisposeAsync();
            await api.Database.DisposeAsync();
        }

        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task LoadTemplateAsync()
    {
        var database = await CreateAsync($"template {Template}", LoadedTemplate); // It is not disposed, which would drop it.
        await Loader.LoadAsync(database.Owner, LoadedApi.Seeds, TextWriter.Null, CancellationToken.None);
    }

    private async Task<TestDatabase> CreateAsync(string options, string? called = null)
    {
        var name = called ?? $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(WithoutPool(Superuser));
        // A copy of the files takes half the time of one through the log, and older servers know no other.
        var strategy = _server!.Major >= 15 ? "strategy file_copy" : "";
        await connection.ExecuteAsync($"create database {name} owner relations_owner {options} {strategy}");
        // What a template's database lets others do is not copied.
        if (options.Length > 0)
            await connection.ExecuteAsync($"revoke temporary on database {name} from public");
        return new TestDatabase(
            WithoutPool(_server.ConnectionString(name, "relations_owner")),
            new NpgsqlConnectionStringBuilder(_server.ConnectionString(name, Migrator.Reader)) { Password = ReaderPassword }.ConnectionString,
            async () => await DropAsync(name));
    }

    private async Task DropAsync(string name)
    {
        await using var connection = new NpgsqlConnection(WithoutPool(Superuser));
        await connection.ExecuteAsync($"drop database if exists {name} with (force)");
    }

    /// <summary>A pool would keep connections to a template that is to be copied.</summary>
    private static string WithoutPool(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
}
