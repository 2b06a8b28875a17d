using System.Globalization;
using AppHost;
using Migrations;
using Migrations.Synthetic;
using Npgsql;

namespace Benchmarks.Running;

/// <summary>A private PostgreSQL with a loaded dataset of made-up records, and further databases for the loads to fill.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private const string ReaderPassword = "reader of the benchmarks";
    private readonly LocalPostgres _server;
    private readonly string _migrations;

    private BenchmarkDatabase(LocalPostgres server, string migrations, string name, string seeds) =>
        (_server, _migrations, Name, Seeds) = (server, migrations, name, seeds);

    /// <summary>The loaded database.</summary>
    public string Name { get; }

    /// <summary>The folder of its seeds.</summary>
    public string Seeds { get; }

    /// <summary>How the reader reaches the loaded database.</summary>
    public string Reader =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString(Name, Migrator.Reader)) { Password = ReaderPassword }.ConnectionString;

    /// <summary>The process whose children serve the connections.</summary>
    public int ServerProcess => int.Parse(
        File.ReadLines(Path.Combine(_server.DataFolder, "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public static async Task<BenchmarkDatabase> StartAsync(Workspace workspace, string migrations, int records, CancellationToken cancel)
    {
        var server = workspace.ServerData is { } data
            ? await LocalPostgres.StartAsync(new() { DataFolder = data }, cancel)
            : await TemporaryPostgres.StartAsync(cancel: cancel);
        try
        {
            var seeds = workspace.Seeds(records);
            if (!File.Exists(Path.Combine(seeds, "dataset.json"))) // It is written last.
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

            // What the server would do by itself soon, and then in the middle of a measurement.
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

    /// <summary>Makes seeds the next version of a database, as users do: with the program itself.</summary>
    public ChildProcess StartLoad(string owner, string seeds) => ChildProcess.Start(
        _migrations, ["load", "--seeds", seeds], new Dictionary<string, string> { [Migrations.Commands.ConnectionVariable] = owner });

    /// <summary>A database with the schema and no data, new or as it was left.</summary>
    /// <returns>How its owner reaches it.</returns>
    public async Task<string> EnsureAsync(string name, CancellationToken cancel)
    {
        var owner = await _server.EnsureDatabaseAsync(name, cancel: cancel);
        await using var database = NpgsqlDataSource.Create(WithoutPool(owner));
        await Migrator.UpAsync(database, Script.All, TextWriter.Null, cancel);
        await Migrator.SetReaderPasswordAsync(database, ReaderPassword, cancel);
        return owner;
    }

    /// <summary>Deletes a database, also when the run is being stopped.</summary>
    public Task DropAsync(string name) => AdministerAsync("postgres", $"drop database if exists {name} with (force)", CancellationToken.None);

    /// <summary>The server's version, as it reports it.</summary>
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
