using Benchmarks.Hostile;
using Benchmarks.Measuring;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>
/// Random requests that nobody means well, byte by byte, on datasets whose every value is at the edge of what the loader accepts: extreme dates and
/// numbers, markup, letters of private use, words without end, one record, and none. HOSTILE_REQUESTS sets their number.
/// </summary>
public sealed class HostileRequestTests(PrivatePostgres postgres)
{
    private static readonly int Requests = LongTier.Times(many: 2000, few: 300, "HOSTILE_REQUESTS");

    public static TheoryData<int> Sizes => [.. HostileSeeds.Sizes];

    [Theory, MemberData(nameof(Sizes))]
    public async Task No_request_on_hostile_data_is_a_failure(int records)
    {
        using var folder = new TemporaryFolder();
        HostileSeeds.Write(folder.In("seeds"), records, seed: 1, CancellationToken.None);
        await using var database = await postgres.CreateLoadedAsync(SeedSet.Read(folder.In("seeds")));
        await using var api = await RunningApi.StartAsync(database, "--Limits:PageSeconds=3600"); // A busy machine is not a failure.
        var tally = new Tally();
        await HostileVisitor.RunAsync(api.Client, Requests, seed: 1, tally, CancellationToken.None);
        Assert.Empty(tally.NewFailures());
        TestContext.Current.TestOutputHelper?.WriteLine(tally.Outcomes);
    }
}
