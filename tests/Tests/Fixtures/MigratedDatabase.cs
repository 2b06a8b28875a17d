using Xunit;

namespace Tests.Fixtures;

/// <summary>A database with the schema and no data, which the tests of a class share and leave as it is.</summary>
public sealed class MigratedDatabase(PrivatePostgres postgres) : IAsyncLifetime
{
    /// <summary>The database.</summary>
    public TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await postgres.CreateMigratedAsync();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
