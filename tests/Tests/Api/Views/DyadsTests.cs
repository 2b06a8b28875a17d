using System.Net;
using System.Text.Json;
using Api.Listing.Declare;
using Api.Resources;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>A dyad has what there is between two countries, and nothing between others.</summary>
public sealed class DyadsTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly Resource[] Relations = [.. Registry.All.Where(resource => resource.Type.HoldsRelations)];

    [Fact]
    public async Task Every_pair_of_a_record_has_its_counts()
    {
        var records = new List<(string Resource, JsonElement Row)>();
        foreach (var resource in Relations)
            records.AddRange((await api.Client.RowsAsync(resource.Name)).Select(row => (resource.Name, row)));
        var dyads = records.SelectMany(record => Meaning.Texts(record.Row.GetProperty("dyads")).Select(dyad => (dyad, record)))
            .ToLookup(pair => pair.dyad, pair => pair.record);
        var served = await api.Client.RowsAsync("dyads");
        Assert.Equal(dyads.Select(dyad => dyad.Key).Order(StringComparer.Ordinal), served.Select(ApiRequests.Id).Order(StringComparer.Ordinal));
        foreach (var row in served)
        {
            var own = dyads[ApiRequests.Id(row)].ToArray();
            Assert.Equal(own.Length, row.GetProperty("records").GetInt32());
            foreach (var resource in Relations)
            {
                var count = own.Count(record => record.Resource == resource.Name);
                Assert.Equal(count == 0 ? null : count, row.GetProperty(resource.Identifier).Deserialize<int?>());
            }

            Assert.Equal(own.Min(record => Day(record.Row, "date_start")), Day(row, "date_start"));
            Assert.Equal(own.Max(record => Day(record.Row, "date_end")), Day(row, "date_end"));
            Assert.Equal(
                own.SelectMany(record => Meaning.Texts(record.Row.GetProperty("source_ids"))).Distinct().Order(StringComparer.Ordinal),
                Meaning.Texts(row.GetProperty("source_ids")));
        }
    }

    [Fact]
    public async Task Latest_records_and_links_lead_somewhere()
    {
        var dyad = await api.Client.JsonAsync("/v1/dyads/CHN-RUS");
        var latest = dyad.GetProperty("latest").EnumerateArray().ToDictionary(row => row.GetProperty("of").GetString()!);
        Assert.Equal("bilateral-trade-2023", ApiRequests.Id(latest["trade_total"]));
        Assert.Equal("putin-state-visit-to-china-2024-05", ApiRequests.Id(latest["journey"]));
        foreach (var row in latest.Values)
            Assert.Equal(ApiRequests.Id(row), ApiRequests.Id(await api.Client.JsonAsync(row.GetProperty("href").GetString()!)));
        foreach (var link in dyad.GetProperty("links").EnumerateArray())
        {
            var answer = await api.Client.JsonAsync(link.GetProperty("href").GetString()!);
            if (link.GetProperty("to").GetString()! is var to && to.EndsWith("_record", StringComparison.Ordinal))
                Assert.Equal(dyad.GetProperty(to).GetString()!.Split('/')[1], ApiRequests.Id(answer));
            else
                Assert.True(answer.GetProperty("page").GetProperty("total").GetInt32() > 0, link.GetRawText());
        }

        Assert.Contains("china-russia-trade-2023-parts-and-total", Meaning.Texts(dyad.GetProperty("contradictions")));
    }

    [Fact]
    public async Task Countries_that_agree_on_nothing_have_no_agreement()
    {
        var pairs = LoadedApi.Seeds.Of<Agreement>().SelectMany(agreement => agreement.Dyads).ToHashSet();
        var codes = LoadedApi.Seeds.Of<Country>().Select(country => country.Id).ToArray();
        var none = codes.SelectMany(one => codes.Where(other => string.CompareOrdinal(one, other) < 0).Select(other => $"{one}-{other}"))
            .Where(dyad => !pairs.Contains(dyad)).ToArray();
        Assert.True(none.Length > 300);
        foreach (var dyad in none.Chunk(100))
        {
            var page = await api.Client.JsonAsync($"/v1/agreements?dyad={string.Join(',', dyad)}&limit=1");
            Assert.Equal(0, page.GetProperty("page").GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task A_pair_without_records_is_not_found()
    {
        using var response = await api.Client.GetAsync("/v1/dyads/AUS-CHN", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await api.Client.IdsAsync("dyads", "dyad=AUS-CHN"));
        Assert.NotEmpty(await api.Client.IdsAsync("agreements", "country__all=AUS,CHN"));
    }

    [Fact]
    public async Task Record_counts_are_those_of_the_timeline()
    {
        var facets = (await api.Client.JsonAsync("/v1/timeline/facets?by=countries,people,source_ids")).GetProperty("data").EnumerateArray();
        var counts = facets.ToDictionary(facet => facet.GetProperty("field").GetString()!, facet => facet.GetProperty("values").EnumerateArray()
            .ToDictionary(value => value.GetProperty("value").GetString() ?? "", value => value.GetProperty("count").GetInt32()));
        foreach (var (resource, field) in new[] { ("countries", "countries"), ("people", "people"), ("sources", "source_ids") })
        {
            foreach (var row in await api.Client.RowsAsync(resource))
                Assert.Equal(counts[field].GetValueOrDefault(ApiRequests.Id(row)), row.GetProperty("record_count").GetInt32());
        }
    }

    private static string? Day(JsonElement row, string field) => row.GetProperty(field).GetString();
}
