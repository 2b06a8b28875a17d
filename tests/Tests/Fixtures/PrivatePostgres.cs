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
    private const string ReaderPassword = "reader of the tests";
    private LocalPostgres? _server;
    private int _databases;

    /// <summary>A connection string of the server's superuser.</summary>
    public string Superuser => _server!.ConnectionString();

    public async ValueTask InitializeAsync()
    {
        _server = await TemporaryPostgres.StartAsync(new Dictionary<string, string> { ["max_connections"] = "300" });
        var owner = await _server.EnsureDatabaseAsync(Template);
        await using var template = NpgsqlDataSource.Create(WithoutPool(owner));
        await Migrator.UpAsync(template, Script.All, TextWriter.Null, CancellationToken.None);
        await Migrator.SetReaderPasswordAsync(template, ReaderPassword, CancellationToken.None);
    }

    /// <summary>A new database with the schema and no data.</summary>
    public Task<TestDatabase> CreateMigratedAsync() => CreateAsync($"template {Template}");

    /// <summary>A new database with nothing in it.</summary>
    public Task<TestDatabase> CreateEmptyAsync() => CreateAsync("");

    /// <summary>A new database with the schema and the seeds loaded as version 1.</summary>
    public async Task<TestDatabase> CreateLoadedAsync(SeedSet seeds)
    {
        var database = await CreateMigratedAsync();
        await Loader.LoadAsync(database.Owner, seeds, TextWriter.Null, CancellationToken.None);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task<TestDatabase> CreateAsync(string options)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(WithoutPool(Superuser));
        await connection.ExecuteAsync($"create database {name} owner relations_owner {options}");
        if (options.Length > 0)
            await connection.ExecuteAsync($"revoke temporary on database {name} from public"); // What a template's database lets others do is not copied.
        return new TestDatabase(
            WithoutPool(_server!.ConnectionString(name, "relations_owner")),
            new NpgsqlConnectionStringBuilder(_server.ConnectionString(name, Migrator.Reader)) { Password = ReaderPassword }.ConnectionString);
    }

    /// <summary>A pool would keep connections to a template that is to be copied.</summary>
    private static string WithoutPool(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
}
