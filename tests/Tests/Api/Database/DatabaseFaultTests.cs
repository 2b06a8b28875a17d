using System.Globalization;
using System.Net;
using Dapper;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Database;

/// <summary>The service survives every fault of the database, and recovers with it.</summary>
public sealed class DatabaseFaultTests(FragileServer server) : IClassFixture<FragileServer>
{
    private const string Kept = "/v1/visits?limit=3";

    /// <summary>The number of threads that the runtime adds or removes by itself.</summary>
    private const int FewThreads = 4;

    private static int _fresh;

    /// <summary>An address that is not in the cache, so only the database can answer it.</summary>
    private static string Fresh => $"/v1/statements?limit=5&q=china%20OR%20word{Interlocked.Increment(ref _fresh)}";

    [LongFact]
    public async Task Killed_database_leaves_cached_answers_available()
    {
        await using var api = await ReadyAsync();
        var pinned = $"{Kept}&dataset_version=1";
        using (var before = await api.Client.RequestAsync(Kept))
            Assert.Equal((HttpStatusCode.OK, null, null), (before.StatusCode, before.Header("Dataset-Stale"), before.Header("Age")));
        await api.Client.JsonAsync(pinned);
        var same = await api.Client.GetStringAsync(Kept);
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(() => LoadAsync(api.Client, over.Token))).ToArray();
        await Task.WhenAny(Task.WhenAll(load), Eventually.UntilAsync("under load", () => Task.FromResult(_fresh > 20)));

        await server.KillAsync();
        try
        {
            await api.Client.UntilAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
            Assert.Equal("live", (await api.Client.JsonAsync("/health/live")).GetProperty("status").GetString());
            foreach (var words in new[] { Kept, "/v1/visits?sort=&limit=3" })
            {
                using var kept = await api.Client.RequestAsync(words);
                Assert.Equal(same, await kept.Content.ReadAsStringAsync());
                Assert.InRange(int.Parse(kept.Header("Dataset-Stale")!, CultureInfo.InvariantCulture), 0, 3600);
                Assert.Equal(kept.Header("Dataset-Stale"), kept.Header("Age"));
                using var unchanged = await api.Client.RequestAsync(words, ("If-None-Match", kept.Header("ETag")!));
                Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
                Assert.NotNull(unchanged.Header("Dataset-Stale"));
            }

            using (var certain = await api.Client.RequestAsync(pinned)) // It never changes, so there is nothing to confirm.
                Assert.Equal((HttpStatusCode.OK, null, null), (certain.StatusCode, certain.Header("Dataset-Stale"), certain.Header("Age")));
            using var refused = await api.Client.RequestAsync(Fresh);
            await refused.ProblemAsync(503);
            Assert.Equal("5", refused.Header("Retry-After"));
            Assert.Null(refused.Header("Dataset-Stale"));
            await api.Client.ErrorAsync("/v1/visits?limit=0", "limit", "out_of_range");
            await api.Client.ErrorAsync("/v1/visits?country=ZZZ", "country", "unknown_reference");
        }
        finally
        {
            await server.StartAsync();
        }

        await api.Client.UntilAsync(Fresh, HttpStatusCode.OK);
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);
        using (var again = await api.Client.RequestAsync(Kept))
            Assert.Null(again.Header("Dataset-Stale"));
        await over.CancelAsync();
        NothingStrange(await Task.WhenAll(load), api);
        Assert.DoesNotContain("   at ", api.Log);
    }

    [LongFact]
    public async Task When_every_connection_is_ended_clients_see_nothing()
    {
        await using var api = await ReadyAsync();
        using var over = new CancellationTokenSource();
        var asked = new int[4];
        var load = asked.Select((_, i) => Task.Run(async () =>
        {
            var strange = new List<string>();
            while (!over.IsCancellationRequested)
            {
                using var answer = await api.Client.GetAsync(asked[i] % 2 == 0 ? Fresh : "/health/ready");
                if (answer.StatusCode != HttpStatusCode.OK)
                    strange.Add($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                asked[i]++;
            }

            return strange;
        })).ToArray();
        for (var round = 0; round < 5; round++)
        {
            var before = asked.ToArray();
            await Eventually.UntilAsync(
                "everybody was answered since", () => Task.FromResult(asked.Zip(before).All(pair => pair.First > pair.Second + 2)));
            Assert.True(await server.TerminateReadersAsync() > 0);
        }

        var last = asked.ToArray();
        await Eventually.UntilAsync("everybody was answered since", () => Task.FromResult(asked.Zip(last).All(pair => pair.First > pair.Second + 2)));
        await over.CancelAsync();
        NothingStrange(await Task.WhenAll(load), api);
    }

    [LongFact]
    public async Task A_frozen_database_holds_up_no_answer()
    {
        await using var api = await ReadyAsync("", "--Limits:PageSeconds", "6");
        await api.Client.JsonAsync(Kept);
        await StatusesAsync(); // Warms up the service.
        var before = api.Size;
        var (threads, bytes, alive) = (0, 0L, 0);
        using var over = new CancellationTokenSource();
        var watching = Task.Run(() => WatchAsync(over.Token));
        await server.FreezeAsync();
        try
        {
            for (var round = 0; round < 4; round++)
            {
                // The service answers these without the database, and reports itself live meanwhile.
                var lived = alive;
                Assert.All(await StatusesAsync(), status =>
                    Assert.True(status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, $"{status}"));
                Assert.True(alive > lived);
            }

            await api.Client.UntilAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
            using (var kept = await api.Client.RequestAsync(Kept))
                Assert.NotNull(kept.Header("Dataset-Stale"));
            await over.CancelAsync();
            await watching;
            Assert.InRange(threads, 0, before.Threads + FewThreads);
            Assert.InRange(bytes, 0, before.Bytes + 100_000_000);
        }
        finally
        {
            await server.ThawAsync();
        }

        await api.Client.UntilAsync(Fresh, HttpStatusCode.OK);
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);

        // Records the highest number of threads and bytes.
        async Task WatchAsync(CancellationToken over)
        {
            while (!over.IsCancellationRequested)
            {
                await Task.WhenAll(api.Client.JsonAsync("/health/live"), api.Client.JsonAsync(Kept));
                alive++;
                var now = api.Size;
                (threads, bytes) = (Math.Max(threads, now.Threads), Math.Max(bytes, now.Bytes));
                await Task.Delay(5, CancellationToken.None);
            }
        }

        async Task<HttpStatusCode[]> StatusesAsync() => await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var answer = await api.Client.GetAsync(Fresh);
            return answer.StatusCode;
        }));
    }

    [LongFact]
    public async Task Slow_query_is_cancelled_by_its_role()
    {
        await using var database = await SlowAsync("slow");
        await using (var owner = await database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync("alter role relations_reader in database slow set statement_timeout = '1s'");
        await using var api = await ServiceProcess.StartAsync(database);
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);

        foreach (var address in new[] { "/v1/visits", "/v1/visits/facets?by=kind", "/v1/visits/any" })
        {
            using var answer = await api.Client.RequestAsync(address);
            Assert.Equal("/v1/problems/timeout", (await answer.ProblemAsync(504)).GetProperty("type").GetString());
        }

        Assert.Equal(0, await server.ReadersAsync("datname = 'slow' and state <> 'idle' and query like '%pg_sleep%'"));
        Assert.Equal(0, await server.ReadersAsync("datname = 'slow' and state = 'active' and pid <> pg_backend_pid()"));
        Assert.DoesNotContain("   at ", api.Log);
        Assert.Contains("canceling statement due to statement timeout", api.Log);
    }

    [LongFact]
    public async Task Exhausted_pool_refuses_soon_and_stays_ready()
    {
        await using var database = await SlowAsync("busy");
        await using var api = await ServiceProcess.StartAsync(database, "Maximum Pool Size=2;Timeout=1");
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);
        using var kept = await api.Client.RequestAsync(Kept.Replace("visits", "statements"));
        using var leaving = new CancellationTokenSource();
        var busy = new[] { "/v1/visits.csv", "/v1/visits.ndjson" }.Select(address => api.Client.GetAsync(address, leaving.Token)).ToArray();
        await Eventually.UntilAsync(
            "both connections are in use", async () => await server.ReadersAsync("datname = 'busy' and wait_event = 'PgSleep'") == 2);

        for (var i = 0; i < 3; i++)
        {
            using var refused = await api.Client.RequestAsync(Fresh);
            await refused.ProblemAsync(503);
            Assert.NotNull(refused.Header("Retry-After"));
            Assert.Equal("ready", (await api.Client.JsonAsync("/health/ready")).GetProperty("status").GetString());
        }

        await api.Client.ErrorAsync("/v1/visits?limit=0", "limit", "out_of_range");
        using (var unchanged = await api.Client.RequestAsync(Kept.Replace("visits", "statements"), ("If-None-Match", kept.Header("ETag")!)))
            Assert.Equal((HttpStatusCode.NotModified, null), (unchanged.StatusCode, unchanged.Header("Dataset-Stale")));

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(busy));
        await api.Client.UntilAsync(Fresh, HttpStatusCode.OK);
        await Eventually.UntilAsync("nothing is left running", async () => await server.ReadersAsync("datname = 'busy' and state = 'active'") == 0);
    }

    [LongFact]
    public async Task Service_starts_without_database_and_recovers()
    {
        await server.KillAsync();
        ServiceProcess api;
        try
        {
            api = await ServiceProcess.StartAsync(server.Database);
            await api.Client.JsonAsync("/health/live");
            await api.Client.ProblemAsync("/health/ready", 503);
            await api.Client.ProblemAsync(Kept, 503);
        }
        finally
        {
            await server.StartAsync();
        }

        await using var _ = api;
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);
        await api.Client.JsonAsync(Fresh);
        Assert.DoesNotContain("   at ", api.Log);
    }

    private static void NothingStrange(List<string>[] strange, ServiceProcess api) =>
        Assert.True(strange.All(answers => answers.Count == 0), $"{string.Join('\n', strange.SelectMany(answers => answers))}\n{api.Log}");

    /// <summary>Starts the service and waits until it has read the version.</summary>
    private async Task<ServiceProcess> ReadyAsync(string connection = "", params string[] settings)
    {
        var api = await ServiceProcess.StartAsync(server.Database, connection, settings);
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);
        await api.Client.JsonAsync(Fresh);
        return api;
    }

    /// <summary>A database in which a read of visits takes 600 seconds per row.</summary>
    private async Task<TestDatabase> SlowAsync(string name)
    {
        var database = await server.CreateAsync(name);
        await global::Migrations.Loader.LoadAsync(database.Owner, LoadedApi.Seeds, TextWriter.Null, CancellationToken.None);
        await using var owner = await database.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync("""
            alter table visits rename to all_visits;
            create view visits as select v.* from all_visits v where pg_sleep(600) is not null;
            """);
        return database;
    }

    /// <summary>Requests cached and uncached addresses in turn, until it is cancelled.</summary>
    /// <returns>The unexpected answers.</returns>
    private static async Task<List<string>> LoadAsync(HttpClient client, CancellationToken over)
    {
        var strange = new List<string>();
        for (var isKept = true; !over.IsCancellationRequested; isKept = !isKept)
        {
            using var answer = await client.GetAsync(isKept ? Kept : Fresh, CancellationToken.None);
            var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            var isFine = answer.StatusCode == HttpStatusCode.OK
                || (!isKept && answer.StatusCode == HttpStatusCode.ServiceUnavailable
                    && answer.Header("Retry-After") is not null && body.Contains("/v1/problems/unavailable"));
            if (!isFine)
                strange.Add($"{(int)answer.StatusCode} {body}");
        }

        return strange;
    }
}
