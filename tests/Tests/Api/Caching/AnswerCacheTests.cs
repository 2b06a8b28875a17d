using System.IO.Compression;
using Api.Database;
using Dapper;
using Dataset;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>A repeated request is answered from the cache: with the same answer for every header, and never after its version.</summary>
public sealed class AnswerCacheTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private static readonly string[] ComparedHeaders =
    [
        "Content-Type", "ETag", "Cache-Control", "Vary", "Link", "Dataset-Version", "Content-Disposition",
        "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
    ];

    public static TheoryData<string> Addresses =>
    [
        .. Cases.Resource.SelectMany(resource => new[]
        {
            "?limit=3", ".csv", ".ndjson", ".parquet", ".arrow", ".xlsx", "/facets", $"/{Cases.Find(resource.Data).Example}", "/citation.bib",
        }.Select(rest => $"/v1/{resource.Data}{rest}")),
        "/v1", "/v1/codelists", "/v1/dataset", "/v1/dataset/versions", "/v1/dataset/versions.atom", "/v1/dataset/bundle.zip",
        "/v1/problems", "/notebooks", "/v1/timeline", "/v1/panel.csv", "/v1/search?q=pipeline",
        "/v1/visits/xi-state-visit-to-russia-2023-03/evidence", "/swagger/v1/swagger.json", "/v1/visits?dataset_version=1",
    ];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Cache_hits_are_identical_in_every_encoding(string address)
    {
        var first = await RequestAsync(HttpMethod.Get, address, null);
        var tags = new HashSet<string>();
        foreach (var coding in new[] { null, "gzip", "br", null, "gzip", "br" })
        {
            var answer = await RequestAsync(HttpMethod.Get, address, coding);
            Assert.Equal(200, answer.Status);
            Assert.Equal(first.Body, Unpacked(answer));
            Assert.Equal(answer.Body.Length, answer.Length);
            Assert.Equal(first.Headers.Where(header => header.Key != "ETag"), answer.Headers.Where(header => header.Key != "ETag"));
            tags.Add(answer.Headers["ETag"] + (answer.Coding ?? "identity"));
            var head = await RequestAsync(HttpMethod.Head, address, coding);
            Assert.Equal((200, answer.Length, answer.Coding), (head.Status, head.Length, head.Coding));
            Assert.Equal(answer.Headers, head.Headers);
            Assert.Empty(head.Body);
            var had = await RequestAsync(HttpMethod.Get, address, coding, ("If-None-Match", answer.Headers["ETag"]));
            Assert.Equal((304, 0), (had.Status, had.Body.Length));
            Assert.Equal(answer.Headers["ETag"], had.Headers["ETag"]);
            Assert.Equal(answer.Headers["Vary"], had.Headers["Vary"]);
        }

        var isPacked = first.Headers["Content-Type"] is var type && (type.Contains("zip") || type.Contains("parquet") || type.Contains("sheet"));
        Assert.Equal(isPacked ? 1 : 3, tags.Count);
        Assert.Equal(isPacked ? 1 : 3, tags.Select(tag => tag[..tag.LastIndexOf('"')]).Distinct().Count());
        Assert.Contains("Accept-Encoding", first.Headers["Vary"]);
    }

    [Fact]
    public async Task Equivalent_query_needs_no_database()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        var list = await running.Client.GetStringAsync("/v1/visits?kind=visit&limit=5");
        var record = await running.Client.GetStringAsync("/v1/visits/xi-state-visit-to-russia-2023-03");
        await TakeTableAwayAsync(database);
        Assert.Equal(list, await running.Client.GetStringAsync("/v1/visits?limit=5&kind=visit"));
        Assert.Equal(list, await running.Client.GetStringAsync("/v1/visits?limit=5&k%69nd=visit&q="));
        Assert.Equal(record, await running.Client.GetStringAsync("/v1/visits/xi-state-visit-to-russia-2023-03?"));
        await running.Client.ProblemAsync("/v1/visits?limit=6&kind=visit", 500);
    }

    [Fact]
    public async Task Accept_and_extension_are_cached_separately()
    {
        foreach (var address in new[] { "/v1/exercises.json", "/v1/exercises", "/v1/exercises.json", "/v1/exercises" })
        {
            using var response = await api.Client.GetAsync($"{address}?limit=2");
            Assert.Equal(address.EndsWith(".json") ? "Accept-Encoding" : "Accept, Accept-Encoding", response.Header("Vary"));
            Assert.Contains($"{address}?limit=2&cursor=", await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Another_host_is_given_its_own_addresses()
    {
        string Next(string body) => System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("page").GetProperty("next").GetString()!;
        using var here = await api.Client.RequestAsync("/v1/visits?limit=1", ("Host", "one.example"));
        using var there = await api.Client.RequestAsync("/v1/visits?limit=1", ("Host", "two.example"));
        Assert.StartsWith("http://one.example/", Next(await here.Content.ReadAsStringAsync()));
        Assert.StartsWith("http://two.example/", Next(await there.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task New_version_appears_and_old_stays_pinned()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var one = await RunningApi.StartAsync(database);
        await using var two = await RunningApi.StartAsync(database);
        string[] addresses = ["/v1/visits?fields=id", "/v1/visits.csv?fields=id", "/v1/visits/facets?by=kind", "/v1/dataset"];
        foreach (var running in new[] { one, two })
        {
            foreach (var address in addresses)
                await running.Client.GetStringAsync(address);
        }

        var changed = LoadedApi.Seeds.With<Visit>(visits => visits.Skip(1));
        Assert.Equal(2, (await Loader.LoadAsync(database.Owner, changed, TextWriter.Null, CancellationToken.None)).Version);
        foreach (var running in new[] { one, two })
        {
            await running.SeesAsync(2);
            foreach (var address in addresses)
            {
                using var response = await running.Client.GetAsync(address);
                Assert.Equal("2", response.Header("Dataset-Version"));
                using var old = await running.Client.GetAsync($"{address}{(address.Contains('?') ? '&' : '?')}dataset_version=1");
                Assert.Equal("1", old.Header("Dataset-Version"));
                Assert.NotEqual(await response.Content.ReadAsStringAsync(), await old.Content.ReadAsStringAsync());
            }
        }
    }

    [Fact]
    public async Task New_version_appears_without_a_notice()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using (var owner = await database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync("alter table dataset_versions disable trigger tell_version");
        await using var running = await RunningApi.StartAsync(database);
        await running.SeesAsync(1);
        await Loader.LoadAsync(database.Owner, LoadedApi.Seeds.With<Visit>(visits => visits.Skip(1)), TextWriter.Null, CancellationToken.None);
        await running.SeesAsync(2);
    }

    [Fact]
    public async Task Replaced_database_clears_the_cache()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        var before = await running.Client.GetStringAsync("/v1/dataset?dataset_version=1");
        await using (var owner = await database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync("update dataset_versions set content_hash = repeat('0', 64), loaded_at = now(); notify dataset_version");
        for (var attempt = 0; attempt < 400 && await running.Client.GetStringAsync("/v1/dataset?dataset_version=1") == before; attempt++)
            await Task.Delay(25);
        Assert.Contains(new string('0', 64), await running.Client.GetStringAsync("/v1/dataset?dataset_version=1"));
    }

    [Fact]
    public async Task New_database_does_not_serve_the_old_answer()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        await running.Client.GetStringAsync("/v1/visits?limit=1");
        await using var owner = await database.Owner.OpenConnectionAsync();
        await using var other = await database.Owner.OpenConnectionAsync();
        await using var transaction = await owner.BeginTransactionAsync();
        await owner.ExecuteAsync("lock table visits in access exclusive mode");
        var begun = running.Client.GetStringAsync("/v1/visits?limit=7"); // It waits for the lock while the database is replaced.
        await Task.Delay(200);
        await other.ExecuteAsync("update dataset_versions set content_hash = repeat('0', 64), loaded_at = now(); notify dataset_version");
        for (var attempt = 0; attempt < 400 && !(await running.Client.GetStringAsync("/v1/dataset")).Contains(new string('0', 64)); attempt++)
            await Task.Delay(25);
        await transaction.RollbackAsync();
        Assert.DoesNotContain(new string('0', 64), await begun);
        Assert.Contains(new string('0', 64), await running.Client.GetStringAsync("/v1/visits?limit=7"));
    }

    [Fact]
    public async Task A_refused_reference_needs_no_connection()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(new(database.OwnerConnection, database.ReaderConnection + ";Maximum Pool Size=1"));
        await running.Client.GetStringAsync("/v1/visits?limit=1");
        await running.SeesAsync(1);
        await using var owner = await database.Owner.OpenConnectionAsync();
        await using var transaction = await owner.BeginTransactionAsync();
        await owner.ExecuteAsync("lock table visits in access exclusive mode");
        var waiting = running.Client.GetAsync("/v1/visits?limit=9"); // It uses the only connection of the pool.
        await Task.Delay(200);
        await running.Client.ProblemAsync("/v1/visits?person=nobody-at-all", 400);
        Assert.False(waiting.IsCompleted);
        await transaction.RollbackAsync();
        using var answer = await waiting;
    }

    [Fact]
    public async Task Concurrent_equal_requests_share_one_query()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        await running.Client.GetStringAsync("/v1/statements?limit=1");
        // The first request waits for the lock. Meanwhile all the others arrive.
        await using var owner = await database.Owner.OpenConnectionAsync();
        await using var transaction = await owner.BeginTransactionAsync();
        await owner.ExecuteAsync("lock table visits in access exclusive mode");
        var asked = Enumerable.Range(0, 100).Select(_ => running.Client.GetStringAsync("/v1/visits?limit=7")).ToArray();
        var waiting = 0;
        await using var watch = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.Superuser) { Pooling = false }.ConnectionString);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await Task.Delay(20);
            waiting = await watch.ExecuteScalarAsync<int>(
                "select count(*) from pg_stat_activity where datname = @name and wait_event_type = 'Lock'", new { name = owner.Database });
            if (waiting > 0 && attempt > 20)
                break;
        }

        Assert.Equal(1, waiting);
        await transaction.RollbackAsync();
        Assert.Single((await Task.WhenAll(asked)).Distinct());
    }

    [Fact]
    public async Task Disconnected_client_leaves_shared_computation_running()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        await using var owner = await database.Owner.OpenConnectionAsync();
        await using var transaction = await owner.BeginTransactionAsync();
        await owner.ExecuteAsync("lock table visits in access exclusive mode");
        using var leaving = new CancellationTokenSource();
        var first = running.Client.GetStringAsync("/v1/visits?limit=7", leaving.Token);
        await Task.Delay(200);
        var others = Enumerable.Range(0, 10).Select(_ => running.Client.GetStringAsync("/v1/visits?limit=7")).ToArray();
        await Task.Delay(200);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await transaction.RollbackAsync();
        Assert.Single((await Task.WhenAll(others)).Distinct());
    }

    [Fact]
    public async Task Failures_are_not_cached()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        await using var owner = await database.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync("alter table visits rename to visits_away");
        await running.Client.ProblemAsync("/v1/visits", 503);
        await owner.ExecuteAsync("alter table visits_away rename to visits");
        Assert.NotEmpty(await running.Client.IdsAsync("visits"));
    }

    [Theory, InlineData(-1), InlineData(65_537)]
    public async Task A_size_that_makes_no_sense_is_refused(int megabytes)
    {
        await using var database = await postgres.CreateMigratedAsync();
        var refusal = await Assert.ThrowsAsync<SettingException>(() => RunningApi.StartAsync(database, $"--Answers:CacheMegabytes={megabytes}"));
        Assert.Contains("Answers:CacheMegabytes", refusal.Message);
    }

    private static async Task TakeTableAwayAsync(TestDatabase database)
    {
        await using var owner = await database.Owner.OpenConnectionAsync();
        await owner.ExecuteAsync("revoke select on visits from relations_reader");
    }

    private async Task<Answer> RequestAsync(HttpMethod method, string address, string? coding, params (string, string)[] headers)
    {
        using var response = await api.Client.RequestAsync(method, address, coding is null ? headers : [.. headers, ("Accept-Encoding", coding)]);
        var compared = ComparedHeaders.Where(name => response.Header(name) is not null).ToDictionary(name => name, name => response.Header(name)!);
        return new(
            (int)response.StatusCode, compared,
            response.Content.Headers.ContentEncoding.SingleOrDefault(), response.Content.Headers.ContentLength,
            await response.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Unpacked(Answer answer)
    {
        using var packed = new MemoryStream(answer.Body);
        using Stream stream = answer.Coding switch
        {
            null => packed,
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => new BrotliStream(packed, CompressionMode.Decompress),
        };
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    private sealed record Answer(int Status, Dictionary<string, string> Headers, string? Coding, long? Length, byte[] Body);
}
