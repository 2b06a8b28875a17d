using System.Globalization;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Database;

/// <summary>The connections of the API keep a bounded number of statements, and so a bounded amount of the database's memory.</summary>
public sealed class StatementMemoryTests(PrivatePostgres postgres)
{
    private const int Connections = 2;
    private const int Limits = 40;

    /// <summary>The driver prepares a statement that it has sent five times.</summary>
    private const int Repetitions = 12;

    /// <summary>The heaviest statement takes 2 MB, and a connection that has planned it some 25 MB.</summary>
    private const int MostMegabytes = 100;

    [Fact]
    public async Task Many_limits_take_bounded_memory_of_the_database()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The memory of another process is read from /proc.");
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var few = new TestDatabase(database.OwnerConnection, $"{database.ReaderConnection};Maximum Pool Size={Connections}");
        await using var api = await RunningApi.StartAsync(few, RunningApi.WithoutCache);
        for (var limit = 1; limit <= Limits; limit++)
            await Task.WhenAll(Enumerable.Repeat($"/v1/changes?limit={limit}", Repetitions).Select(api.Client.GetByteArrayAsync));
        await using var owner = await database.Owner.OpenConnectionAsync();
        var backends = await owner.QueryAsync<int>(
            "select pid from pg_stat_activity where datname = current_database() and usename = 'relations_reader'");
        Assert.InRange(backends.Sum(MegabytesOf), 1, MostMegabytes);
    }

    /// <summary>The memory that is its own: the buffers are shared.</summary>
    private static double MegabytesOf(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
