using Npgsql;

namespace AppHost;

/// <summary>A private PostgreSQL server of this machine's binaries, on 127.0.0.1, until it is disposed. Its data folder holds its password.</summary>
internal class LocalPostgres : IAsyncDisposable
{
    private readonly PostgresCluster _cluster;
    private readonly string _password;
    private bool _isDisposed;

    protected LocalPostgres(PostgresCluster cluster, string password, int port) => (_cluster, _password, Port) = (cluster, password, port);

    public int Port { get; }

    public string DataFolder => _cluster.Folder.Location;

    public int Major => _cluster.Binaries.Major;

    /// <summary>Starts a server on a data folder that lasts between runs.</summary>
    /// <exception cref="PrerequisiteException">It cannot start; the message says why in one sentence.</exception>
    public static async Task<LocalPostgres> StartAsync(LocalPostgresOptions options, CancellationToken cancel = default)
    {
        var folder = ServerFolder.Open(options.DataFolder);
        try
        {
            var cluster = await PostgresCluster.InAsync(folder, options.BinariesFolder, cancel, options.Download);
            await cluster.StopAsync(); // A server may have outlived the process that owned it.
            var password = folder.Password();
            await cluster.CreateAsync("--no-instructions", cancel);
            return new(cluster, password, await cluster.StartAsync(options.Port, options.Settings, cancel));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            folder.Release();
            throw new PrerequisiteException($"The data folder {folder.Location} cannot be used ({e.Message}): choose another folder.", e);
        }
        catch
        {
            folder.Release();
            throw;
        }
    }

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

    /// <summary>Creates a database and its owner where missing: no superuser, but one that may create roles, with the server's password.</summary>
    public async Task<string> EnsureDatabaseAsync(
        string database = "relations", string owner = "relations_owner", CancellationToken cancel = default)
    {
        var admin = new NpgsqlConnectionStringBuilder(ConnectionString()) { Pooling = false };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync(cancel);
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
        // db/0031 needs these rights.
        await ExecuteAsync(await StatementAsync(
            "select format('grant set on parameter temp_file_limit, log_min_error_statement to %I', @owner)"));
        await connection.ChangeDatabaseAsync(database, cancel); // This reconnects, and each database has its own locks.
        await ExecuteAsync(Lock);
        // db/0019 needs a superuser for this.
        await ExecuteAsync("revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public");
        return ConnectionString(database, owner);

        async Task<string?> StatementAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.AddWithValue("owner", owner);
            command.Parameters.AddWithValue("database", database);
            command.Parameters.AddWithValue("password", _password);
            return (string?)await command.ExecuteScalarAsync(cancel);
        }

        async Task ExecuteAsync(string? sql)
        {
            if (sql is null)
                return;
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancel);
        }
    }

    /// <summary>Watches the server until it ends by itself, and bounds its log.</summary>
    public async Task<string> EndedAsync(CancellationToken cancel)
    {
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            _cluster.Folder.BoundLog();
        }
        while (_cluster.Folder.ServerIsAlive());
        return $"The private PostgreSQL ended, and this program did not stop it. "
            + $"{_cluster.Folder.LogFile} may say why. The data is safe: start again.";
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            await _cluster.StopAsync();
        }
        finally
        {
            Release();
        }
    }

    protected virtual void Release() => _cluster.Folder.Release();
}
