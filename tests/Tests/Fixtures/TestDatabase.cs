using Npgsql;

namespace Tests.Fixtures;

/// <summary>A database of a test.</summary>
public sealed class TestDatabase(string owner, string reader, Func<Task>? drop = null) : IAsyncDisposable
{
    /// <summary>The condition of a lock in pg_locks: a table has the same number in the other databases of the server.</summary>
    public const string HasLock = "database = (select oid from pg_database where datname = current_database())";

    /// <summary>The connection string of the owner, who migrates and loads.</summary>
    public string OwnerConnection { get; } = owner;

    /// <summary>The connection string of the reader, the role of the API.</summary>
    public string ReaderConnection { get; } = reader;

    /// <summary>A data source with the rights of the owner.</summary>
    public NpgsqlDataSource Owner { get; } = NpgsqlDataSource.Create(owner);

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        if (drop is not null)
            await drop();
    }
}
