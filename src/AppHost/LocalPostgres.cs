using Npgsql;

namespace AppHost;

/// <summary>
/// A private PostgreSQL server, run from the binaries of this machine for as long as this object is not disposed. It
/// listens on 127.0.0.1 only, and asks for a password that its data folder keeps.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    private readonly PostgresCluster _cluster;
    private readonly bool _temporary;
    private readonly string _password;
    private bool _disposed;

    private LocalPostgres(PostgresCluster cluster, bool temporary, string password, int port) =>
        (_cluster, _temporary, _password, Port) = (cluster, temporary, password, port);

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Where the server's data is.</summary>
    public string DataFolder => _cluster.Folder.Location;

    /// <summary>The major version of the server.</summary>
    public int Major => _cluster.Binaries.Major;

    /// <summary>Starts a server on a data folder that lasts between runs.</summary>
    /// <exception cref="PrerequisiteException">It cannot start; the message says why in one sentence.</exception>
    public static Task<LocalPostgres> StartAsync(LocalPostgresOptions options, CancellationToken ct = default) =>
        StartAsync(options, temporary: false, ct);

    /// <summary>Starts a server whose data goes with it, as tests want it: quick, and careless of a power cut.</summary>
    /// <exception cref="PrerequisiteException">It cannot start; the message says why in one sentence.</exception>
    public static async Task<LocalPostgres> StartTemporaryAsync(
        IReadOnlyDictionary<string, string>? settings = null,
        string? binariesFolder = null,
        CancellationToken ct = default)
    {
        await TemporaryServers.RemoveAbandonedAsync(binariesFolder, ct);
        var careless = new Dictionary<string, string>
        {
            ["fsync"] = "off",
            ["full_page_writes"] = "off",
            ["synchronous_commit"] = "off",
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            careless[name] = value;
        }
        var options = new LocalPostgresOptions
        {
            DataFolder = TemporaryServers.NewFolder(),
            BinariesFolder = binariesFolder,
            Settings = careless,
        };
        return await StartAsync(options, temporary: true, ct);
    }

    /// <summary>Starts a temporary standby, which follows this server and has all its databases and roles.</summary>
    /// <exception cref="PrerequisiteException">It cannot start; the message says why in one sentence.</exception>
    public async Task<LocalPostgres> StartTemporaryStandbyAsync(CancellationToken ct = default)
    {
        var folder = ServerFolder.Open(TemporaryServers.NewFolder());
        try
        {
            var cluster = await PostgresCluster.InAsync(folder, Path.GetDirectoryName(_cluster.Binaries["postgres"]), ct);
            folder.Password(); // The folder is not complete without one; the roles and their passwords are the primary's.
            await cluster.MakeStandbyAsync($"host=127.0.0.1 port={Port} user={PostgresCluster.Superuser} password={_password}", ct);
            var settings = new Dictionary<string, string> { ["hot_standby"] = "on", ["max_connections"] = "300" };
            return new(cluster, temporary: true, _password, await cluster.StartAsync(null, settings, ct));
        }
        catch
        {
            folder.Release(delete: true);
            throw;
        }
    }

    private static async Task<LocalPostgres> StartAsync(
        LocalPostgresOptions options, bool temporary, CancellationToken ct)
    {
        var folder = ServerFolder.Open(options.DataFolder);
        try
        {
            var cluster = await PostgresCluster.InAsync(folder, options.BinariesFolder, ct);
            await cluster.StopAsync(); // A server may have outlived the process that owned it.
            var password = folder.Password();
            await cluster.MakeAsync(durably: !temporary, ct);
            return new(cluster, temporary, password, await cluster.StartAsync(options.Port, options.Settings, ct));
        }
        catch
        {
            folder.Release(delete: temporary);
            throw;
        }
    }

    /// <summary>How to reach a database of this server.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="user">A login role: the superuser, or one made by <see cref="EnsureDatabaseAsync"/>.</param>
    public string ConnectionString(string database = "postgres", string user = PostgresCluster.Superuser) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = user,
            Password = _password,
            // Nothing leaves this machine; offering encryption costs round trips, and a warning without Kerberos.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>
    /// Makes a database and the login role that owns it, where missing. The role may make other roles, is no
    /// superuser, and has the server's password.
    /// </summary>
    /// <returns>How its owner reaches the database.</returns>
    public async Task<string> EnsureDatabaseAsync(
        string database = "relations", string owner = "relations_owner", CancellationToken ct = default)
    {
        var admin = new NpgsqlConnectionStringBuilder(ConnectionString()) { Pooling = false };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync(ct);
        // One at a time: neither statement below has an "if not exists". The lock goes with the connection.
        const string Lock = "select pg_advisory_lock(hashtext('ensure database'))";
        await ExecuteAsync(Lock);
        await ExecuteAsync(await StatementAsync("""
            select format('create role %I login createrole password %L', @owner, @password)
            where not exists (select from pg_roles where rolname = @owner)
            """));
        await ExecuteAsync(await StatementAsync("""
            select format('create database %I owner %I', @database, @owner)
            where not exists (select from pg_database where datname = @database)
            """));
        await connection.ChangeDatabaseAsync(database, ct); // By a connection of its own, to a database with locks of its own.
        await ExecuteAsync(Lock);
        await ExecuteAsync("revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public"); // What db/0019 asks a superuser for.
        return ConnectionString(database, owner);

        async Task<string?> StatementAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddWithValue("owner", owner);
            command.Parameters.AddWithValue("database", database);
            command.Parameters.AddWithValue("password", _password);
            return (string?)await command.ExecuteScalarAsync(ct);
        }

        async Task ExecuteAsync(string? sql)
        {
            if (sql is not null)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(ct);
            }
        }
    }

    /// <summary>Waits until the server is no more, though this process has not stopped it.</summary>
    /// <returns>One sentence about it.</returns>
    public async Task<string> EndedAsync(CancellationToken ct)
    {
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
        while (_cluster.Folder.ServerIsAlive());
        return $"The private PostgreSQL has ended, and not by this program; {_cluster.Folder.LogFile} may say why. Its data is kept: start again.";
    }

    /// <summary>Stops the server and lets go of its data folder, which a temporary server takes with it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        try
        {
            await _cluster.StopAsync();
        }
        finally
        {
            _cluster.Folder.Release(delete: _temporary);
        }
    }
}
