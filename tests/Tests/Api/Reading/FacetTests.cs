using System.Text.Json;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Reading;

/// <summary>Counts by value equal the counts of the records in memory.</summary>
public sealed class FacetTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Facets_count_values_most_frequent_first(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        var fields = Cases.Countable(Cases.Find(resource)).Select(field => field.Name).ToArray();
        var all = await CountsAsync(resource, "");
        Assert.Equal(fields, all.Select(facet => facet.Field));
        Assert.All(all, facet => Assert.Equal(Counted(rows, facet.Field), facet.Counts));
        foreach (var field in fields)
            Assert.Equal([(field, Counted(rows, field))], await CountsAsync(resource, $"by={field}"), Same);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Counts_are_of_the_records_that_match(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        foreach (var filter in Cases.Find(resource).Filters.Where(filter => Meaning.Operator(filter) == "" && Samples.TellApart(filter, rows)))
        {
            var value = Samples.For(filter, rows).Last();
            var matching = rows.Where(row => Meaning.Holds(filter, value, row)).ToArray();
            foreach (var (field, counts) in await CountsAsync(resource, ApiRequests.Parameter(filter.Parameter, value)))
                Assert.Equal(Counted(matching, field), counts);
        }
    }

    [Theory, MemberData(nameof(Cases.DatedResource), MemberType = typeof(Cases))]
    public async Task Facets_respect_search_and_date_window(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        foreach (var question in new[] { "q=russia", "date_from=2022", "date_to=2022&date_match=certain", "q=russia&date_from=2021&date_to=2023" })
        {
            var ids = (await api.Client.IdsAsync(resource, question)).ToHashSet();
            var matching = rows.Where(row => ids.Contains(ApiRequests.Id(row))).ToArray();
            foreach (var (field, counts) in await CountsAsync(resource, question))
                Assert.Equal(Counted(matching, field), counts);
        }
    }

    [Fact]
    public async Task Facets_keep_the_requested_order()
    {
        var counts = await CountsAsync("visits", "by=status,countries,kind");
        Assert.Equal(["status", "country", "kind"], counts.Select(facet => facet.Field == "countries" ? "country" : facet.Field));
        var error = await api.Client.ErrorAsync("/v1/visits/facets?by=title", "by", "unknown_field");
        Assert.Equal(Cases.Countable(Cases.Find("visits")).Select(field => field.Name), error.Allowed!);
    }

    [Fact]
    public async Task Facets_of_no_match_are_empty() =>
        Assert.All(await CountsAsync("visits", "id=no-such-visit"), facet => Assert.Empty(facet.Counts));

    [Fact]
    public async Task Answer_has_its_version_and_filters()
    {
        var meta = (await api.Client.JsonAsync("/v1/visits/facets?by=kind&country=RUS&dataset_version=1")).GetProperty("meta");
        Assert.Equal(1, meta.GetProperty("dataset_version").GetInt32());
        Assert.Equal("""{"country":"RUS"}""", meta.GetProperty("applied_filters").GetRawText());
        Assert.False(meta.TryGetProperty("sort", out _));
    }

    /// <summary>Counts records by value. A list counts under each of its items, and under null when it is empty.</summary>
    private static (string? Value, int Count)[] Counted(IEnumerable<JsonElement> rows, string field) => [.. rows
        .SelectMany(row => Meaning.Texts(row.GetProperty(field)).DefaultIfEmpty<string?>(null))
        .GroupBy(value => value)
        .Select(same => (same.Key, same.Count()))
        .OrderByDescending(count => count.Item2).ThenBy(count => count.Key is null).ThenBy(count => count.Key, StringComparer.Ordinal)];

    private static bool Same((string Field, (string? Value, int Count)[] Counts) one, (string Field, (string? Value, int Count)[] Counts) other) =>
        one.Field == other.Field && one.Counts.SequenceEqual(other.Counts);

    private async Task<(string Field, (string? Value, int Count)[] Counts)[]> CountsAsync(string resource, string question) =>
        [.. (await api.Client.JsonAsync($"/v1/{resource}/facets?{question}")).GetProperty("data").EnumerateArray().Select(facet => (
            facet.GetProperty("field").GetString()!,
            facet.GetProperty("values").EnumerateArray()
                .Select(value => (value.GetProperty("value").GetString(), value.GetProperty("count").GetInt32())).ToArray()))];
}
