using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>The secret of this database that seals cursors.</summary>
internal sealed record InstallationKey(ReadOnlyMemory<byte> Bytes)
{
    public static async Task<InstallationKey> ReadAsync(NpgsqlConnection connection) =>
        new(await connection.QuerySingleAsync<byte[]>("select cursor_key from installation"));
}
