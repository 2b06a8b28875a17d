using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>Every filter of every resource, compared with the records themselves.</summary>
public sealed class FilterTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(Cases.Filter), MemberType = typeof(Cases))]
    public async Task Filters_find_the_matching_records(string resource, string parameter)
    {
        var filter = Cases.Find(resource, parameter);
        var rows = await api.Client.RowsAsync(resource);
        var found = new List<int>();
        foreach (var value in Samples.For(filter, rows))
        {
            var expected = ApiRequests.Ids(rows.Where(row => Meaning.Holds(filter, value, row)));
            var page = await api.Client.JsonAsync($"/v1/{resource}?limit=1000&sort=id&{ApiRequests.Parameter(parameter, value)}");
            Assert.Equal(expected.Take(1000), ApiRequests.Ids(page.GetProperty("data").EnumerateArray()));
            Assert.Equal(expected.Length, page.GetProperty("page").GetProperty("total").GetInt32());
            found.Add(expected.Length);
        }

        if (Samples.TellApart(filter, rows))
        {
            Assert.Contains(found, count => count > 0);
            Assert.Contains(found, count => count < rows.Count);
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Filters_together_find_what_each_of_them_finds(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        var filters = Cases.Find(resource).Filters.Where(filter => Samples.AnyKnown(filter, rows)).ToArray();
        foreach (var (first, second) in filters.Zip(filters.Reverse()).Where(pair => pair.First.Parameter != pair.Second.Parameter))
        {
            var (one, other) = (Samples.For(first, rows).First(), Samples.For(second, rows).Last());
            var expected = ApiRequests.Ids(rows.Where(row => Meaning.Holds(first, one, row) && Meaning.Holds(second, other, row)));
            var question = $"{ApiRequests.Parameter(first.Parameter, one)}&{ApiRequests.Parameter(second.Parameter, other)}";
            Assert.Equal(expected, await api.Client.IdsAsync(resource, $"sort=id&{question}"));
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Answer_lists_the_applied_filters(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        var filter = Cases.Find(resource).Filters[0];
        var value = Samples.For(filter, rows).First();
        var page = await api.Client.JsonAsync($"/v1/{resource}?{ApiRequests.Parameter(filter.Parameter, value)}&sort=-id&limit=3");
        var applied = page.GetProperty("meta").GetProperty("applied_filters").EnumerateObject()
            .ToDictionary(pair => pair.Name, pair => pair.Value.GetString());
        Assert.Equal(new Dictionary<string, string?> { [filter.Parameter] = value }, applied);
        Assert.Equal("-id", page.GetProperty("meta").GetProperty("sort").GetString());
    }

    [Theory, MemberData(nameof(Cases.Relation), MemberType = typeof(Cases))]
    public async Task List_filter_has_the_singular_name(string resource)
    {
        foreach (var parameter in new[] { "country", "country__all", "country__not", "dyad", "person", "topic", "source_id" })
            Assert.Contains(Cases.Find(resource).Filters, filter => filter.Parameter == parameter);
        await api.Client.ErrorAsync($"/v1/{resource}?countries=RUS", "countries", "unknown_parameter");
    }
}
