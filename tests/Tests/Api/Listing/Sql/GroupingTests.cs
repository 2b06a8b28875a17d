using System.Text.Json;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>Groups of any list equal the groups of its rows in memory.</summary>
public sealed class GroupingTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Lists_group_by_countable_fields_and_periods(string name)
    {
        var view = Cases.FindView(name);
        var rows = await api.Client.ListAsync(name);
        foreach (var column in Groups.Possible(view))
        {
            var expected = Groups.Of(rows, view, [column]).ToArray();
            var groups = (await api.Client.LinesAsync($"/v1/{name}.ndjson?{Cases.Query(name)}&group_by={column}")).Select(Groups.Read).ToArray();
            Assert.Equal(expected, groups);
            if (view.Fields.All(field => !field.Kind.IsList || field.FilterNames[0] != column))
                Assert.Equal(rows.Count, groups.Sum(group => int.Parse(group[1].Item2!)));
        }
    }

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task A_list_is_grouped_by_several_together(string name)
    {
        var view = Cases.FindView(name);
        var rows = await api.Client.ListAsync(name);
        var columns = Groups.Possible(view);
        foreach (var (one, other) in columns.Zip(columns.Skip(1)).Concat(columns.Zip(columns.Reverse())).Where(pair => pair.First != pair.Second))
        {
            var groups = await api.Client.LinesAsync($"/v1/{name}.ndjson?{Cases.Query(name)}&group_by={one},{other}");
            Assert.Equal(Groups.Of(rows, view, [one, other]), groups.Select(Groups.Read));
        }
    }

    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Groups_sort_page_and_export_like_rows(string name)
    {
        var columns = Groups.Possible(Cases.FindView(name));
        var question = $"{Cases.Query(name)}&group_by={columns[0]},{columns[^1]}";
        var groups = await api.Client.LinesAsync($"/v1/{name}.ndjson?{question}");
        var measures = groups[0].EnumerateObject().Select(member => member.Name).Skip(2).ToArray();
        foreach (var sort in new[] { "", "&sort=-count", $"&sort={measures[^1]}", $"&sort=-{measures[^1]},{columns[^1]}" })
        {
            var expected = await api.Client.LinesAsync($"/v1/{name}.ndjson?{question}{sort}");
            Assert.Equal(groups.Select(group => group.GetRawText()).Order(), expected.Select(group => group.GetRawText()).Order());
            var limit = Math.Max(1, groups.Count / 20);
            var walked = await api.Client.WalkAsync($"/v1/{name}?{question}{sort}&limit={limit}");
            Assert.Equal(expected.Select(group => group.GetRawText()), walked.Select(group => group.GetRawText()));
        }

        var counts = (await api.Client.LinesAsync($"/v1/{name}.ndjson?{question}&sort=-count&fields=count"))
            .Select(group => group.GetProperty("count").GetInt32());
        Assert.Equal(groups.Select(group => group.GetProperty("count").GetInt32()).OrderDescending(), counts);
        var csv = Csv.Parse(await api.Client.GetStringAsync($"/v1/{name}.csv?{question}"));
        Assert.Equal(groups[0].EnumerateObject().Select(member => member.Name), csv[0]);
        Assert.Equal(groups.Select(group => group.EnumerateObject().Select(member => Cell(member.Value))), csv.Skip(1));

        static string Cell(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "" : value.ToString();
    }

    [Fact]
    public async Task Groups_are_of_the_rows_that_match()
    {
        var rows = await api.Client.LinesAsync("/v1/trade-figures.ndjson?q=trade&date_from=2022&country=CHN");
        Assert.NotEmpty(rows);
        var groups = await api.Client.LinesAsync("/v1/trade-figures.ndjson?q=trade&date_from=2022&country=CHN&group_by=status,topic");
        Assert.Equal(Groups.Of(rows, Cases.FindView("trade-figures"), ["status", "topic"]), groups.Select(Groups.Read));
        Assert.Empty(await api.Client.LinesAsync("/v1/trade-figures.ndjson?id=nothing&group_by=status"));
    }

    [Fact]
    public async Task Mixed_units_have_no_minimum_or_maximum()
    {
        var groups = await api.Client.LinesAsync("/v1/trade-figures.ndjson?group_by=reporter&fields=reporter,value_min,value_max");
        Assert.Contains(groups, group =>
            group.GetProperty("value_min").GetRawText() == "null" && group.GetProperty("value_max").GetRawText() == "null");
        var pure = await api.Client.LinesAsync("/v1/trade-figures.ndjson?group_by=reporter&unit=USD&fields=value_min");
        Assert.DoesNotContain(pure, group => group.GetProperty("value_min").GetRawText() == "null");
    }

    [Theory]
    [InlineData("group_by=topics", "group_by", "unknown_field")]
    [InlineData("group_by=topic,nothing", "group_by", "unknown_field")]
    [InlineData("group_by=topic,topic", "group_by", "invalid_value")]
    [InlineData("group_by=topic&fields=id", "fields", "unknown_field")]
    [InlineData("group_by=topic&sort=date", "sort", "unknown_field")]
    [InlineData("group_by=topic&sort=rank&q=russia", "sort", "unknown_field")]
    [InlineData("sort=count", "sort", "unknown_field")]
    public async Task A_group_that_cannot_be_is_refused(string question, string parameter, string code)
    {
        await api.Client.ErrorAsync($"/v1/visits?{question}", parameter, code);
        await api.Client.ErrorAsync($"/v1/visits.csv?{question}", parameter, code);
    }

    [Theory, InlineData("/v1/visits/facets"), InlineData("/v1/visits/wang-moscow-visit-2023-02")]
    public async Task Counts_and_records_are_not_grouped(string address) =>
        await api.Client.ErrorAsync($"{address}?group_by=topic", "group_by", "not_applicable");
}
