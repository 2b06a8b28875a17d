using Dapper;
using Tests.Fixtures;
using Xunit;

namespace Tests.Support;

/// <summary>Queries of a test database, with the rights of its owner.</summary>
internal static class TestDatabaseQueries
{
    public static async Task<T> QueryAsync<T>(this TestDatabase database, string sql, object? parameters = null)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public static async Task<List<T>> ListAsync<T>(this TestDatabase database, string sql, object? parameters = null)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public static Task<long> CountAsync(this TestDatabase database, string table) => database.QueryAsync<long>($"select count(*) from {table}");

    /// <summary>Waits until the query returns true. Fails if the work ends before that.</summary>
    public static async Task EventuallyAsync(this TestDatabase database, Task work, string sql)
    {
        while (!await database.QueryAsync<bool>(sql))
        {
            if (work.IsCompleted)
            {
                await work;
                Assert.Fail($"Over before it ever was so: {sql}");
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
