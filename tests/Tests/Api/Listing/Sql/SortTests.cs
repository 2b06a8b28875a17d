using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>Every order equals that of the records sorted in memory.</summary>
public sealed class SortTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(Cases.SortKey), MemberType = typeof(Cases))]
    public async Task Sorting_puts_nulls_last_then_ids(string resource, string key)
    {
        var rows = await api.Client.RowsAsync(resource);
        foreach (var sort in new[] { key, $"-{key}" })
            Assert.Equal(Meaning.Sorted(rows, Cases.Find(resource), sort), await api.Client.IdsAsync(resource, $"sort={sort}"));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Several_keys_sort_one_within_the_other(string resource)
    {
        var rows = await api.Client.RowsAsync(resource);
        var keys = Cases.Sortable(Cases.Find(resource)).Select(field => field.Name)
            .OrderBy(name => rows.Select(row => row.GetProperty(name).GetRawText()).Distinct().Count()).ToArray();
        foreach (var (first, second) in keys.Zip(keys.Skip(1)))
        {
            foreach (var sort in new[] { $"{first},-{second}", $"-{first},{second}" })
                Assert.Equal(Meaning.Sorted(rows, Cases.Find(resource), sort), await api.Client.IdsAsync(resource, $"sort={sort}"));
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Default_order_is_the_declared_one(string resource)
    {
        var declared = Cases.Find(resource).DefaultSort;
        Assert.Equal(await api.Client.IdsAsync(resource, $"sort={declared}"), await api.Client.IdsAsync(resource));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Rank_sorts_only_with_a_search(string resource)
    {
        await api.Client.ErrorAsync($"/v1/{resource}?sort=rank", "sort", "unknown_field");
        Assert.Equal(
            (await api.Client.IdsAsync(resource, "q=russia&sort=id")).Length,
            (await api.Client.IdsAsync(resource, "q=russia&sort=rank,-id")).Length);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Unsortable_field_is_refused_with_alternatives(string resource)
    {
        var declared = Cases.Find(resource);
        foreach (var field in declared.Fields.Except(Cases.Sortable(declared)))
        {
            var error = await api.Client.ErrorAsync($"/v1/{resource}?sort={field.Name}", "sort", "unknown_field");
            Assert.Equal(Cases.Sortable(declared).Select(sortable => sortable.Name), error.Allowed!);
        }
    }
}
