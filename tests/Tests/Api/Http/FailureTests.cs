using System.Net;
using Dapper;
using Migrations;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Http;

/// <summary>A failure behind the API is reported with the right status, without internals.</summary>
public sealed class FailureTests(PrivatePostgres postgres)
{
    private static readonly string[] Ours = ["select", "from visits", "Npgsql", "Exception", "   at ", "column", "relations_reader", "42703"];

    [Theory]
    [InlineData("alter table visits drop column occurrences", "/v1/visits")]
    [InlineData("alter table visits drop column occurrences", "/v1/visits.csv")]
    [InlineData("alter table visits drop constraint visits_occurrences_check, alter column occurrences type text", "/v1/visits")]
    [InlineData("alter table visits drop constraint visits_occurrences_check, alter column occurrences type text", "/v1/visits.ndjson")]
    [InlineData("update dataset_versions set description = '{}'", "/v1/dataset")]
    [InlineData("revoke select on visits from relations_reader", "/v1/visits/facets")]
    public async Task Broken_database_is_500(string damage, string address)
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using (var owner = await database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync(damage);
        await using var api = await RunningApi.StartAsync(database);
        using var response = await api.Client.RequestAsync(address, ("Origin", "https://example.org"));
        var problem = await response.ProblemAsync(500);
        Assert.Equal("/v1/problems/internal-error", problem.GetProperty("type").GetString());
        Assert.DoesNotContain(Ours, word => problem.GetRawText().Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
        Assert.Null(response.Header("ETag"));
        Assert.Null(response.Header("Content-Disposition"));
    }

    [Fact]
    public async Task Failed_export_never_looks_complete()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using (var owner = await database.Owner.OpenConnectionAsync())
        {
            // Only the last record is unreadable. By then much of the answer is sent.
            await owner.ExecuteAsync("""
                alter table visits drop constraint visits_occurrences_check, alter column occurrences type text;
                update visits set note = repeat('a long note ', 10000), occurrences = case when id = (select max(id) from visits) then 'many' end;
                """);
        }

        await using var api = await RunningApi.StartAsync(database);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => api.Client.GetStringAsync("/v1/visits.ndjson?sort=id"));
        await api.Client.ProblemAsync("/v1/visits.ndjson?sort=-id", 500);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_database_without_a_dataset_is_503(bool migrated)
    {
        await using var database = migrated ? await postgres.CreateMigratedAsync() : await postgres.CreateEmptyAsync();
        await using var api = await ServiceProcess.StartAsync(database);
        await UnavailableAsync(api.Client);
        Assert.DoesNotContain("   at ", api.Log);
        Assert.DoesNotContain("fail: ", api.Log); // A version that is not loaded yet is a temporary state, not an error.
    }

    [Fact]
    public async Task Dataset_loaded_later_is_served()
    {
        await using var database = await postgres.CreateMigratedAsync();
        await using var api = await RunningApi.StartAsync(database);
        await api.Client.ProblemAsync("/v1/visits", 503);
        await Loader.LoadAsync(database.Owner, LoadedApi.Seeds, TextWriter.Null, CancellationToken.None);
        await api.SeesAsync(1);
        Assert.NotEmpty(await api.Client.IdsAsync("visits"));
        Assert.Equal("ready", (await api.Client.JsonAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_database_that_is_gone_is_503()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var api = await RunningApi.StartAsync(database);
        var before = await api.Client.GetStringAsync("/v1/statements");
        await using (var superuser = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres.Superuser) { Pooling = false }.ConnectionString))
            await superuser.ExecuteAsync($"drop database {new NpgsqlConnectionStringBuilder(database.OwnerConnection).Database} with (force)");
        // The service notices it when its own connection ends.
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.ServiceUnavailable);
        await UnavailableAsync(api.Client, hasVersion: true);
        Assert.Equal(before, await api.Client.GetStringAsync("/v1/statements")); // A cached answer is still served.
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_503()
    {
        await using var nowhere = new TestDatabase(postgres.Superuser, "Host=127.0.0.1;Port=1;Username=nobody;Password=none;Database=none");
        await using var api = await RunningApi.StartAsync(nowhere);
        await UnavailableAsync(api.Client);
    }

    [Fact]
    public async Task Outdated_schema_is_refused_until_migrated()
    {
        await using var database = await postgres.CreateEmptyAsync();
        var newest = Script.All[^1].Name;
        await Migrator.UpAsync(database.Owner, [.. Script.All.SkipLast(1)], TextWriter.Null, CancellationToken.None);
        await using var api = await ServiceProcess.StartAsync(database);
        foreach (var address in new[] { "/health/ready", "/v1/visits" })
        {
            var problem = await api.Client.ProblemAsync(address, 503);
            Assert.Equal(
                $"The database is older than this service: {newest} is not applied yet. Run the migrations: `up`.",
                problem.GetProperty("detail").GetString());
        }

        await Migrator.UpAsync(database.Owner, Script.All, TextWriter.Null, CancellationToken.None);
        await Loader.LoadAsync(database.Owner, LoadedApi.Seeds, TextWriter.Null, CancellationToken.None);
        await api.Client.UntilAsync("/health/ready", HttpStatusCode.OK);
        await api.Client.JsonAsync("/v1/visits");
        Assert.Contains(newest, api.Log);
        Assert.DoesNotContain("   at ", api.Log);
        Assert.DoesNotContain("fail: ", api.Log);
    }

    [Fact]
    public async Task A_schema_ahead_of_the_service_is_served()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database, RunningApi.WithoutCache);
        var before = await running.Client.GetStringAsync("/v1/visits");
        var newer = new Script("9999_newer.sql", """
            create table newer (id integer); alter table visits add column newer text; alter table dataset_versions add column newer text;
            """);
        await Migrator.UpAsync(database.Owner, [.. Script.All, newer], TextWriter.Null, CancellationToken.None);
        Assert.Equal(before, await running.Client.GetStringAsync("/v1/visits"));
        await using var started = await RunningApi.StartAsync(database);
        Assert.NotEmpty(await started.Client.IdsAsync("visits"));
        await started.Client.JsonAsync("/health/ready");
    }

    /// <summary>Checks that every address answers 503. The index needs only the version, which the service may still know.</summary>
    private static async Task UnavailableAsync(HttpClient client, bool hasVersion = false)
    {
        string[] addresses =
        [
            "/v1/visits", "/v1/visits.csv", "/v1/visits/any", "/v1/visits/facets", "/v1/codelists", "/v1/dataset",
            "/v1/dataset/versions", "/health/ready", .. hasVersion ? Array.Empty<string>() : ["/v1"],
        ];
        foreach (var address in addresses)
        {
            using var response = await client.RequestAsync(address, ("Origin", "https://example.org"));
            var problem = await response.ProblemAsync(503);
            Assert.Equal("/v1/problems/unavailable", problem.GetProperty("type").GetString());
            Assert.Equal("5", response.Header("Retry-After"));
            Assert.Equal("*", response.Header("Access-Control-Allow-Origin"));
            Assert.DoesNotContain(Ours, word => problem.GetRawText().Contains(word, StringComparison.OrdinalIgnoreCase));
        }

        Assert.Equal("live", (await client.JsonAsync("/health/live")).GetProperty("status").GetString());
        await client.JsonAsync("/v1/problems/unavailable");
        await client.JsonAsync("/swagger/v1/swagger.json");
        await client.ProblemAsync("/v1/nothing", 404);
    }
}
