using Tests.Api.Features.Charts;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Caching;

/// <summary>An answer that a client already has is not sent again. One whose records cannot change is fresh for a day.</summary>
public sealed class CachingTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    public static TheoryData<string> Addresses =>
    [
        .. Cases.Resource.SelectMany(resource => new[]
        {
            "", ".csv", ".ndjson", ".parquet", ".arrow", ".xlsx", "/facets", $"/{Cases.Find(resource.Data).Example}",
        }.Select(rest => $"/v1/{resource.Data}{rest}")),
        "/v1", "/v1/codelists", "/v1/codelists/topic", "/v1/dataset", "/v1/dataset/versions",
        .. ChartTests.Pictures.Select(picture => $"/v1/{picture.Data}"),
    ];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Unchanged_answer_is_304_without_body(string address)
    {
        using var answer = await api.Client.GetAsync(address);
        var tag = answer.Header("ETag")!;
        Assert.False(answer.Headers.ETag!.IsWeak);
        Assert.Equal("max-age=0, public, stale-if-error=86400, stale-while-revalidate=30", Sorted(answer.Header("Cache-Control")!));
        (string, string)[][] conditions =
        [
            [("If-None-Match", tag)], [("If-None-Match", "W/" + tag)], [("If-None-Match", "*")],
            [("If-None-Match", $"\"other\", W/\"another\", {tag}")],
            [("If-None-Match", tag), ("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT")],
        ];
        foreach (var condition in conditions)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var response = await api.Client.RequestAsync(method, address, condition);
                Assert.Equal(304, (int)response.StatusCode);
                Assert.Empty(await response.Content.ReadAsByteArrayAsync());
                foreach (var header in new[] { "ETag", "Cache-Control", "Vary", "Dataset-Version" })
                    Assert.Equal(answer.Header(header), response.Header(header));
            }
        }
    }

    [Theory, MemberData(nameof(Addresses))]
    public async Task Changed_answer_is_sent(string address)
    {
        using var answer = await api.Client.GetAsync(address);
        (string, string)[][] conditions =
        [
            [("If-None-Match", "\"other\"")], [("If-None-Match", "garbage")],
            [("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")], [("If-Modified-Since", "garbage")],
            [("If-None-Match", "\"other\""), ("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")],
        ];
        foreach (var condition in conditions)
        {
            using var response = await api.Client.RequestAsync(address, condition);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(await answer.Content.ReadAsStringAsync(), await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("/v1/visits?sort=id&limit=2&kind=visit", "/v1/visits?kind=visit&limit=2&sort=id")]
    [InlineData("/v1/visits?q=a%20b", "/v1/visits?q=a+b&kind=")]
    [InlineData("/v1/visits.csv?kind=visit&sort=id", "/v1/visits.csv?sort=id&k%69nd=visit")]
    [InlineData("/v1/visits/facets?by=kind&country=RUS", "/v1/visits/facets?country=RUS&by=kind")]
    public async Task Equivalent_queries_share_tag_and_answer(string address, string same)
    {
        Assert.Equal(await TagAsync(address), await TagAsync(same));
        Assert.Equal(await api.Client.GetStringAsync(address), await api.Client.GetStringAsync(same));
    }

    [Fact]
    public async Task Other_query_or_format_has_another_tag()
    {
        string[] addresses =
        [
            "/v1/visits", "/v1/visits.csv", "/v1/visits.ndjson", "/v1/visits.csv?bom=true", "/v1/visits?limit=1", "/v1/visits?sort=id",
            "/v1/visits?kind=visit", "/v1/visits?kind=visit,meeting", "/v1/visits?fields=id", "/v1/visits?q=kind",
            "/v1/visits?dataset_version=1", "/v1/statements", "/v1/visits/facets",
            $"/v1/visits/{Cases.Find("visits").Example}", $"/v1/visits/{Cases.Find("visits").Example}.csv",
            "/v1", "/v1/dataset", "/v1/dataset/versions", "/v1/codelists", "/v1/codelists/topic",
        ];
        var tags = await Task.WhenAll(addresses.Select(TagAsync));
        Assert.Equal(addresses.Length, tags.Distinct().Count());
        using var csv = await api.Client.RequestAsync("/v1/visits", ("Accept", "text/csv"));
        Assert.NotEqual(tags[0], csv.Header("ETag"));
    }

    [Theory]
    [InlineData("/v1/visits"), InlineData("/v1/visits.csv"), InlineData("/v1/visits/facets")]
    [InlineData("/v1/dataset"), InlineData("/v1/codelists"), InlineData("/v1/codelists/topic")]
    public async Task Pinned_answer_is_fresh_for_a_day(string address)
    {
        using var response = await api.Client.GetAsync($"{address}?dataset_version=1");
        Assert.Equal("max-age=86400, public", Sorted(response.Header("Cache-Control")!));
    }

    [Fact]
    public async Task The_pages_of_a_walk_are_pinned()
    {
        var next = (await api.Client.JsonAsync("/v1/visits?limit=1")).GetProperty("page").GetProperty("next").GetString()!;
        using var response = await api.Client.GetAsync(next);
        Assert.Equal("max-age=86400, public", Sorted(response.Header("Cache-Control")!));
    }

    [Theory, InlineData("/health/live"), InlineData("/health/ready"), InlineData("/v1/visits?limit=0"), InlineData("/v1/nothing")]
    public async Task Momentary_answers_are_not_cached(string address)
    {
        using var response = await api.Client.GetAsync(address);
        Assert.Contains("no-store", response.Header("Cache-Control"));
        Assert.Null(response.Header("ETag"));
    }

    private static string Sorted(string cacheControl) => string.Join(", ", cacheControl.Split(',', StringSplitOptions.TrimEntries).Order());

    private async Task<string> TagAsync(string address)
    {
        using var response = await api.Client.GetAsync(address);
        Assert.True(response.IsSuccessStatusCode, address);
        return response.Header("ETag")!;
    }
}
