using System.Text.Json;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Reading;

/// <summary>A walk over all pages gives the same records as one full read, for any page size.</summary>
public sealed class PagingTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private static readonly string[] Orders = ["", "q=russia", "q=china or russia&sort=-rank,-id", "q=visit or russia&sort=rank"];

    public static TheoryData<string, int> Walks()
    {
        var walks = new TheoryData<string, int>();
        foreach (var resource in Cases.Resource)
        {
            foreach (var limit in new[] { 1, 2, 7, 1000 })
                walks.Add(resource.Data, limit);
        }

        return walks;
    }

    [Theory, MemberData(nameof(Walks))]
    public async Task Walking_all_pages_equals_one_read(string resource, int limit)
    {
        var rows = await api.Client.RowsAsync(resource);
        var sortable = Cases.Sortable(Cases.Find(resource)).Where(field => field.Name != "id").ToArray();
        var withGaps = sortable.Where(field => rows.Any(row => row.GetProperty(field.Name).ValueKind == JsonValueKind.Null)).ToArray();
        string[] sorts =
        [
            $"sort={sortable[0].Name}",
            .. withGaps.TakeLast(2).SelectMany((field, i) => new[] { $"sort=-{field.Name}", $"sort={field.Name},-{sortable[i].Name}" }),
        ];
        foreach (var question in Orders.Concat(sorts))
        {
            var expected = await api.Client.LinesAsync($"/v1/{resource}.ndjson?{question}");
            var walked = await WalkAsync($"/v1/{resource}?limit={limit}&{question}", limit, expected.Count);
            Assert.Equal(expected.Select(row => row.GetRawText()), walked.Select(row => row.GetRawText()));
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_walk_keeps_its_filters_and_fields(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        var filter = Cases.Find(resource).Filters.First(candidate => Meaning.Operator(candidate) == "__not" && Samples.AnyKnown(candidate, rows));
        var question = $"fields=id&{ApiRequests.Parameter(filter.Parameter, Samples.For(filter, rows).First())}";
        var expected = await api.Client.LinesAsync($"/v1/{resource}.ndjson?{question}");
        var walked = await WalkAsync($"/v1/{resource}?limit=2&{question}", 2, expected.Count);
        Assert.Equal(expected.Select(row => row.GetRawText()), walked.Select(row => row.GetRawText()));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Default_page_has_fifty_records(string resource)
    {
        var page = await api.Client.JsonAsync($"/v1/{resource}");
        var total = page.GetProperty("page").GetProperty("total").GetInt32();
        Assert.Equal(50, page.GetProperty("page").GetProperty("limit").GetInt32());
        Assert.Equal(Math.Min(50, total), page.GetProperty("data").GetArrayLength());
        Assert.Equal(total > 50 ? JsonValueKind.String : JsonValueKind.Null, page.GetProperty("page").GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_page_of_nothing_is_the_end()
    {
        using var response = await api.Client.GetAsync("/v1/visits?id=no-such-visit");
        var page = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
        Assert.Equal(0, page.GetProperty("data").GetArrayLength());
        Assert.Equal(0, page.GetProperty("page").GetProperty("total").GetInt32());
        Assert.Equal(JsonValueKind.Null, page.GetProperty("page").GetProperty("next").ValueKind);
        Assert.DoesNotContain("next", response.Header("Link"));
    }

    [Fact]
    public async Task The_limit_may_change_on_the_way()
    {
        var first = await api.Client.JsonAsync("/v1/visits?limit=3&sort=id");
        var cursor = Cursor(first);
        var rest = await api.Client.JsonAsync($"/v1/visits?limit=1000&sort=id&cursor={cursor}");
        Assert.Equal(
            await api.Client.IdsAsync("visits", "sort=id"),
            ApiRequests.Ids(first.GetProperty("data").EnumerateArray().Concat(rest.GetProperty("data").EnumerateArray())));
    }

    private static string Cursor(JsonElement page) => page.GetProperty("page").GetProperty("next").GetString()!.Split("cursor=")[1].Split('&')[0];

    /// <summary>Follows page.next to the end, and checks the page object of every page.</summary>
    private async Task<List<JsonElement>> WalkAsync(string? address, int limit, int total)
    {
        var walked = new List<JsonElement>();
        while (address is not null)
        {
            using var response = await api.Client.GetAsync(address);
            var page = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(total, page.GetProperty("page").GetProperty("total").GetInt32());
            Assert.Equal(limit, page.GetProperty("page").GetProperty("limit").GetInt32());
            var count = page.GetProperty("data").GetArrayLength();
            walked.AddRange(page.GetProperty("data").EnumerateArray());
            address = page.GetProperty("page").GetProperty("next").GetString();
            Assert.EndsWith(address is null ? "rel=\"cite-as\"" : $"rel=\"cite-as\", <{address}>; rel=\"next\"", response.Header("Link"));
            if (address is not null)
            {
                Assert.Equal(limit, count);
                Assert.StartsWith(api.Client.BaseAddress!.ToString(), address);
            }
        }

        return walked;
    }
}
