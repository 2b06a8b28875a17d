using Npgsql;

namespace Tests.Fixtures;

/// <summary>A database of a test.</summary>
public sealed class TestDatabase(string owner, string reader, Func<Task>? drop = null) : IAsyncDisposable
{
    /// <summary>Connection string of the owner, who migrates and loads.</summary>
    public string OwnerConnection { get; } = owner;

    /// <summary>Connection string of the reader, as whom the API logs in.</summary>
    public string ReaderConnection { get; } = reader;

    /// <summary>The database as its owner.</summary>
    public NpgsqlDataSource Owner { get; } = NpgsqlDataSource.Create(owner);

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        if (drop is not null)
            await drop();
    }
}
