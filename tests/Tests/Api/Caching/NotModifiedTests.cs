using System.Text;
using Dapper;
using Dataset;
using Migrations;
using Tests.Api.OpenApi;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>A 304 is sent only for the same bytes, and has the headers of its 200, whether its answer is cached or not.</summary>
public sealed class NotModifiedTests(PrivatePostgres postgres)
{
    /// <summary>Of one response, or of a body that a 304 does not have.</summary>
    private static readonly string[] NotCompared = ["Date", "RateLimit", "Content-Length", "Transfer-Encoding"];

    [Fact]
    public async Task Every_304_has_the_headers_of_its_200_and_every_cached_answer_is_the_computed_one()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var computing = await RunningApi.StartAsync(database, RunningApi.WithoutCache);
        await using var caching = await RunningApi.StartAsync(database);
        foreach (var address in await AddressesAsync(computing.Client))
        {
            var computed = await RequestAsync(computing, address);
            Assert.True(computed.Status == 200 && computed.Tag is not null, $"{address}: {computed.Status}");
            foreach (var (running, state) in new[] { (caching, "not cached yet"), (computing, "never cached"), (caching, "cached") })
            {
                if (state == "cached")
                {
                    var whole = await RequestAsync(caching, address);
                    Assert.Equal((address, 200), (address, whole.Status));
                    Assert.Equal(computed.Headers, whole.Headers);
                    Assert.Equal(computed.Body, whole.Body);
                }

                var unchanged = await RequestAsync(running, address, ("If-None-Match", computed.Tag!));
                Assert.Equal((address, state, 304, 0), (address, state, unchanged.Status, unchanged.Body.Length));
                Assert.Equal(computed.Headers, unchanged.Headers);
            }
        }
    }

    [Fact]
    public async Task Different_bytes_have_different_tags()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using var running = await RunningApi.StartAsync(database);
        var different = 0;
        foreach (var address in await AddressesAsync(running.Client))
        {
            var (one, two) = (await RequestAsync(running, address), await RequestAsync(running, address, ("Host", "two.example")));
            if (one.Body.AsSpan().SequenceEqual(two.Body))
                continue;
            different++;
            Assert.True(one.Tag != two.Tag, address);
        }

        Assert.NotEqual(0, different);
    }

    [Theory, InlineData("an hour before", "-1 hour"), InlineData("in the same second as", "0")]
    public async Task No_date_stands_for_a_version(string when, string after)
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await Loader.LoadAsync(database.Owner, LoadedApi.Seeds.With<Visit>(visits => visits.Skip(1)), TextWriter.Null, CancellationToken.None);
        await using var owner = await database.Owner.OpenConnectionAsync();
        var first = await owner.QuerySingleAsync<DateTime>("select loaded_at from dataset_versions where version = 1");
        await owner.ExecuteAsync("update dataset_versions set loaded_at = @first + @after::interval where version = 2", new { first, after });
        await using var running = await RunningApi.StartAsync(database);
        var since = first.AddSeconds(1).ToString("R");
        foreach (var address in new[] { "/v1/visits", "/v1/visits.csv", "/v1/visits" })
        {
            using var response = await running.Client.RequestAsync(address, ("If-Modified-Since", since));
            Assert.True(response.IsSuccessStatusCode, $"Version 2, which was loaded {when} version 1, answers {(int)response.StatusCode}.");
            Assert.Equal("2", response.Header("Dataset-Version"));
            Assert.Null(response.Header("Last-Modified"));
        }
    }

    [Theory, InlineData("Api"), InlineData("Dataset")]
    public void Program_does_not_depend_on_the_folder_of_its_build(string program)
    {
        var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{program}.dll")));
        Assert.Contains($"/src/{program}/obj/", bytes);
        Assert.DoesNotContain(Path.GetDirectoryName(CommittedFile.PathOf("README.md"))!, bytes);
    }

    /// <summary>Every operation with its example values, and pages with a next one.</summary>
    private static async Task<IReadOnlyList<string>> AddressesAsync(HttpClient client)
    {
        using var document = await ServedDocument.ReadAsync(client);
        return
        [
            .. document.Operations.Where(operation => !operation.Path.StartsWith("/health", StringComparison.Ordinal))
                .SelectMany(operation => SampleRequests.Plain(document, operation.Path, operation.Operation)),
            .. Cases.Resource.Select(resource => $"/v1/{resource.Data}?limit=1"), "/swagger/v1/swagger.json", "/", "/?resource=visits",
        ];
    }

    private static async Task<Answer> RequestAsync(RunningApi running, string address, params (string Name, string Value)[] headers)
    {
        (string, string)[] all = headers.Any(header => header.Name == "Host") ? headers : [.. headers, ("Host", "one.example")];
        using var response = await running.Client.RequestAsync(address, all);
        var received = response.Headers.Concat(response.Content.Headers).Where(header => !NotCompared.Contains(header.Key));
        return new((int)response.StatusCode, response.Header("ETag"),
            [.. received.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order()],
            await response.Content.ReadAsByteArrayAsync());
    }

    private sealed record Answer(int Status, string? Tag, string[] Headers, byte[] Body);
}
