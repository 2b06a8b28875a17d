using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Database;

/// <summary>Every version of the dataset stays readable, whatever is loaded after it.</summary>
public sealed class VersionTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private static readonly SeedSet Changed = LoadedApi.Seeds
        .With<Visit>(visits => visits.Skip(2).Select((visit, i) => i % 3 == 0 ? visit with { Title = $"{visit.Title}, as revised" } : visit)
            .Append(visits[0] with { Id = "a-new-visit", Kind = VisitKind.Summit }))
        .With<Country>(countries => countries.Append(countries[0] with { Id = "QQQ", Code = "QQQ", Name = "Querland" }));

    private TestDatabase _database = null!;
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        _api = await RunningApi.StartAsync(_database, RunningApi.WithoutCache);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Walk_keeps_the_version_it_began_with()
    {
        var before = await _api.Client.IdsAsync("visits", "sort=title");
        var page = await _api.Client.JsonAsync("/v1/visits?limit=7&sort=title");
        await LoadAsync();
        var walked = ApiRequests.Ids(page.GetProperty("data").EnumerateArray()).ToList();
        while (page.GetProperty("page").GetProperty("next").GetString() is { } next)
        {
            page = await _api.Client.JsonAsync(next);
            walked.AddRange(ApiRequests.Ids(page.GetProperty("data").EnumerateArray()));
            Assert.Equal(1, page.GetProperty("meta").GetProperty("dataset_version").GetInt32());
            Assert.Equal(before.Length, page.GetProperty("page").GetProperty("total").GetInt32());
        }

        Assert.Equal(before, walked);
        Assert.NotEqual(before, await _api.Client.IdsAsync("visits", "sort=title"));
    }

    [Fact]
    public async Task A_pinned_version_reads_as_it_was()
    {
        string[] addresses =
        [
            "/v1/visits.csv?q=russia", "/v1/visits.csv?", "/v1/visits.ndjson?", "/v1/visits?limit=1000", "/v1/visits/facets?", "/v1/countries.csv?",
            "/v1/codelists?", "/v1/codelists/visit_kind?", "/v1/dataset?",
        ];
        var before = await Task.WhenAll(addresses.Select(AnswerAsync));
        var pinned = await Task.WhenAll(addresses.Select(address => AnswerAsync($"{address}&dataset_version=1")));
        await LoadAsync();
        foreach (var (address, first, pin) in addresses.Zip(before, pinned))
        {
            var (second, still) = (await AnswerAsync(address), await AnswerAsync($"{address}&dataset_version=1"));
            Assert.Equal(first.Body, pin.Body);
            Assert.Equal(pin, still);
            Assert.NotEqual(first, second);
            Assert.Equal("1", still.Version);
            Assert.Equal("2", second.Version);
            Assert.Equal(second.Body, (await AnswerAsync($"{address}&dataset_version=2")).Body);
            await _api.Client.ErrorAsync($"{address}&dataset_version=3", "dataset_version", "unknown_version");
        }
    }

    [Fact]
    public async Task Record_exists_from_its_addition_to_its_removal()
    {
        var removed = LoadedApi.Seeds.Of<Visit>()[0].Id;
        var revised = LoadedApi.Seeds.Of<Visit>()[2];
        await LoadAsync();
        await _api.Client.ProblemAsync($"/v1/visits/{removed}", 404);
        await _api.Client.JsonAsync($"/v1/visits/{removed}?dataset_version=1");
        await _api.Client.ProblemAsync("/v1/visits/a-new-visit?dataset_version=1", 404);
        await _api.Client.JsonAsync("/v1/visits/a-new-visit");
        Assert.Equal(revised.Title, (await _api.Client.JsonAsync($"/v1/visits/{revised.Id}?dataset_version=1")).GetProperty("title").GetString());
        Assert.Equal($"{revised.Title}, as revised", (await _api.Client.JsonAsync($"/v1/visits/{revised.Id}")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Id_of_another_version_finds_nothing()
    {
        await _api.Client.ErrorAsync("/v1/visits?country=QQQ", "country", "unknown_reference");
        await LoadAsync();
        Assert.Empty(await _api.Client.IdsAsync("visits", "country=QQQ"));
        Assert.Empty(await _api.Client.IdsAsync("visits", "country=QQQ&dataset_version=1"));
        Assert.Equal(["QQQ"], await _api.Client.IdsAsync("countries", "country=QQQ"));
    }

    [Fact]
    public async Task The_versions_are_listed_the_newest_first()
    {
        await LoadAsync();
        var versions = (await _api.Client.JsonAsync("/v1/dataset/versions")).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal([2, 1], versions.Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal([-1, 0], versions.Select(version =>
            version.GetProperty("records").GetProperty("visits").GetInt32() - LoadedApi.Seeds.Of<Visit>().Count));
        Assert.Equal(2, (await _api.Client.JsonAsync("/v1")).GetProperty("dataset_version").GetInt32());
        Assert.Equal(2, (await _api.Client.JsonAsync("/health/ready")).GetProperty("dataset_version").GetInt32());
    }

    [Fact]
    public async Task Client_with_old_version_receives_new_one()
    {
        var old = await AnswerAsync("/v1/visits");
        await LoadAsync();
        using var response = await _api.Client.RequestAsync("/v1/visits", ("If-None-Match", old.Tag));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.NotEqual(old.Tag, response.Header("ETag"));
    }

    private async Task LoadAsync()
    {
        Assert.Equal(2, (await Loader.LoadAsync(_database.Owner, Changed, TextWriter.Null, CancellationToken.None)).Version);
        await _api.SeesAsync(2);
    }

    private async Task<(string Body, string Tag, string Version)> AnswerAsync(string address)
    {
        using var response = await _api.Client.GetAsync(address);
        Assert.True(response.IsSuccessStatusCode, address);
        return (await response.Content.ReadAsStringAsync(), response.Header("ETag")!, response.Header("Dataset-Version")!);
    }
}
