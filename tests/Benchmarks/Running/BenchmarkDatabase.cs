using System.Globalization;
using AppHost;
using Migrations;
using Migrations.Synthetic;
using Npgsql;

namespace Benchmarks.Running;

/// <summary>A private PostgreSQL server with a loaded dataset of synthetic records, and further databases for the loads.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private const string ReaderPassword = "reader of the benchmarks";
    private readonly LocalPostgres _server;
    private readonly string _migrations;

    private BenchmarkDatabase(LocalPostgres server, string migrations, string name, string seeds) =>
        (_server, _migrations, Name, Seeds) = (server, migrations, name, seeds);

    /// <summary>The name of the loaded database.</summary>
    public string Name { get; }

    /// <summary>The folder of the seeds.</summary>
    public string Seeds { get; }

    /// <summary>The reader's connection string of the loaded database.</summary>
    public string Reader =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString(Name, Migrator.Reader)) { Password = ReaderPassword }.ConnectionString;

    /// <summary>The id of the process whose children serve the connections.</summary>
    public int ServerProcess => int.Parse(
        File.ReadLines(Path.Combine(_server.DataFolder, "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The server's log.</summary>
    public string LogFile => Path.Combine(_server.DataFolder, "server.log");

    /// <summary>The folder of the server's temporary files. It does not exist before the first one.</summary>
    public string TemporaryFolder => Path.Combine(_server.DataFolder, "cluster", "base", "pgsql_tmp");

    public static async Task<BenchmarkDatabase> StartAsync(Workspace workspace, string migrations, int records, CancellationToken cancel)
    {
        var server = workspace.ServerData is { } data
            ? await LocalPostgres.StartAsync(new() { DataFolder = data }, cancel)
            : await TemporaryPostgres.StartAsync(cancel: cancel);
        try
        {
            var seeds = workspace.Seeds(records);
            if (!File.Exists(Path.Combine(seeds, "dataset.json"))) // This file is written last.
            {
                Console.WriteLine($"Generating {records:N0} records");
                if (Directory.Exists(seeds))
                    Directory.Delete(seeds, recursive: true);
                SyntheticDataset.Write(seeds, records, seed: 1, cancel);
            }

            var database = new BenchmarkDatabase(server, migrations, $"relations_{records}", seeds);
            var owner = await database.EnsureAsync(database.Name, cancel);
            if (await database.IsEmptyAsync(cancel))
            {
                Console.WriteLine($"Loading them into {database.Name}");
                await using var load = database.StartLoad(owner, seeds);
                await load.SucceedAsync(cancel);
            }

            // The server would soon do this by itself, in the middle of a measurement.
            await database.AdministerAsync(database.Name, "vacuum (analyze)", cancel);
            await database.AdministerAsync(database.Name, "checkpoint", cancel);
            return database;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a load of seeds as the next version of a database, with the migration program, as users do.</summary>
    public ChildProcess StartLoad(string owner, string seeds) => ChildProcess.Start(
        _migrations, ["load", "--seeds", seeds], new Dictionary<string, string> { [Migrations.Commands.ConnectionVariable] = owner });

    /// <summary>Ensures that a database with the current schema exists. A new one has no data.</summary>
    /// <returns>The owner's connection string.</returns>
    public async Task<string> EnsureAsync(string name, CancellationToken cancel)
    {
        var owner = await _server.EnsureDatabaseAsync(name, cancel: cancel);
        await using var database = NpgsqlDataSource.Create(WithoutPool(owner));
        await Migrator.UpAsync(database, Script.All, TextWriter.Null, cancel);
        await Migrator.SetReaderPasswordAsync(database, ReaderPassword, cancel);
        return owner;
    }

    /// <summary>Deletes a database, even when the run is cancelled.</summary>
    public Task DropAsync(string name) => AdministerAsync("postgres", $"drop database if exists {name} with (force)", CancellationToken.None);

    /// <summary>The version that the server reports.</summary>
    public async Task<string> VersionAsync(CancellationToken cancel)
    {
        await using var database = NpgsqlDataSource.Create(Reader);
        await using var command = database.CreateCommand("show server_version");
        return (string)(await command.ExecuteScalarAsync(cancel))!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<bool> IsEmptyAsync(CancellationToken cancel)
    {
        await using var database = NpgsqlDataSource.Create(Reader);
        await using var command = database.CreateCommand("select not exists (select from dataset_versions)");
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task AdministerAsync(string name, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(WithoutPool(_server.ConnectionString(name)));
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string WithoutPool(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
}
