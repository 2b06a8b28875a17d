using System.Diagnostics;
using System.Globalization;
using AppHost;
using Dapper;
using Migrations;
using Npgsql;
using Tests.Support;
using Xunit;

namespace Tests.Fixtures;

/// <summary>
/// A PostgreSQL server for one class, with the seeds loaded. Its tests kill it, freeze it and start it again, at the same port and with
/// the same data. Each test leaves it running.
/// </summary>
public sealed class FragileServer : IAsyncLifetime
{
    private const string ReaderPassword = "reader of the tests";
    private readonly TemporaryFolder _folder = new();
    private readonly List<int> _frozen = [];
    private LocalPostgres? _server;
    private int _port;

    /// <summary>The database with the seeds, as version 1.</summary>
    public TestDatabase Database { get; private set; } = null!;

    /// <summary>The connection string of the superuser.</summary>
    public string Superuser => Unpooled(_server!.ConnectionString());

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the processes of a server as files.");
        await StartAsync();
        Database = await CreateAsync("relations");
        await Loader.LoadAsync(Database.Owner, LoadedApi.Seeds, TextWriter.Null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await ThawAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A database with the schema and no data.</summary>
    public async Task<TestDatabase> CreateAsync(string name)
    {
        var owner = Unpooled(await _server!.EnsureDatabaseAsync(name));
        var reader = new NpgsqlConnectionStringBuilder(_server.ConnectionString(name, Migrator.Reader)) { Password = ReaderPassword };
        var database = new TestDatabase(owner, reader.ConnectionString);
        await Migrator.UpAsync(database.Owner, Script.All, TextWriter.Null, CancellationToken.None);
        await Migrator.SetReaderPasswordAsync(database.Owner, ReaderPassword, CancellationToken.None);
        return database;
    }

    /// <summary>Starts the server, again if it was killed, and returns when it accepts connections.</summary>
    public async Task StartAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _server = await LocalPostgres.StartAsync(new LocalPostgresOptions
        {
            DataFolder = _folder.In("server"),
            Port = _port == 0 ? null : _port,
            // A killed process does not lose what it wrote. A power cut is not tested here.
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off", ["max_connections"] = "60" },
        });
        _port = _server.Port;
    }

    /// <summary>Kills all processes of the server.</summary>
    public async Task KillAsync()
    {
        foreach (var id in Processes())
            await SignalAsync("KILL", id);
    }

    /// <summary>Stops all processes of the server. They keep their connections, but do not answer.</summary>
    public async Task FreezeAsync()
    {
        // The main process is the last, because it would replace the others.
        foreach (var id in Processes().AsEnumerable().Reverse())
        {
            _frozen.Add(id);
            await SignalAsync("STOP", id);
        }
    }

    /// <summary>Continues the stopped processes.</summary>
    public async Task ThawAsync()
    {
        foreach (var id in _frozen)
            await SignalAsync("CONT", id);
        _frozen.Clear();
    }

    /// <summary>Ends every connection of the reader, from within the server.</summary>
    /// <returns>The number of connections.</returns>
    public async Task<int> TerminateReadersAsync()
    {
        await using var connection = new NpgsqlConnection(Superuser);
        return await connection.ExecuteScalarAsync<int>(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = @Reader", new { Migrator.Reader });
    }

    /// <summary>The number of the reader's connections that meet the condition.</summary>
    public async Task<int> ReadersAsync(string condition)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        return await connection.ExecuteScalarAsync<int>(
            $"select count(*) from pg_stat_activity where usename = @Reader and {condition}", new { Migrator.Reader });
    }

    /// <summary>The id of the user who runs the server.</summary>
    public async Task<string> UserIdAsync()
    {
        await using var stat = ProgramProcess.Start(new ProcessStartInfo("stat", ["-c", "%u", Path.Combine(_server!.DataFolder, "cluster")]));
        await stat.ExitAsync();
        return stat.Output.Trim();
    }

    /// <summary>The main process of the server, and the processes that it started.</summary>
    private List<int> Processes()
    {
        var first = int.Parse(File.ReadLines(Path.Combine(_server!.DataFolder, "cluster", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var all = Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0);
        return [first, .. all.Where(id => id > 0 && ParentOf(id) == first)];
    }

    private static int ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // The process has just ended.
        }
    }

    private static async Task SignalAsync(string signal, int id)
    {
        // The process may have just ended.
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{id}"]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync();
    }

    private static string Unpooled(string connection) => new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
}
