using System.Text.Json;
using Api.Resources;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>The timeline has every dated record once, in order of time. A window around a day filters it like any other window.</summary>
public sealed class TimelineTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task Every_dated_record_appears_once_unchanged()
    {
        var timeline = (await api.Client.ListAsync("timeline")).ToDictionary(row => (row.GetProperty("resource").GetString()!, ApiRequests.Id(row)));
        var dated = 0;
        foreach (var resource in Registry.All.Where(resource => resource.Type.HoldsRelations).Select(resource => resource.Name))
        {
            foreach (var record in (await api.Client.RowsAsync(resource)).Where(record => record.GetProperty("date").ValueKind != JsonValueKind.Null))
            {
                var entry = timeline[(resource, ApiRequests.Id(record))];
                foreach (var member in entry.EnumerateObject().Where(member => record.TryGetProperty(member.Name, out _)))
                {
                    Assert.True(
                        JsonElement.DeepEquals(record.GetProperty(member.Name), member.Value),
                        $"{member.Name} of {resource}/{ApiRequests.Id(record)}");
                }

                dated++;
            }
        }

        Assert.Equal(dated, timeline.Count);
    }

    [Fact]
    public async Task Entries_are_in_order_of_time()
    {
        var days = (await api.Client.ListAsync("timeline")).Select(row => row.GetProperty("date_start").GetString() ?? "9999-12-31").ToArray();
        Assert.Equal(days.Order(StringComparer.Ordinal), days);
        var page = await api.Client.JsonAsync("/v1/timeline");
        Assert.Equal("date,resource,id", page.GetProperty("meta").GetProperty("sort").GetString());
    }

    [Fact]
    public async Task Each_entry_leads_to_its_record()
    {
        foreach (var entry in (await api.Client.ListAsync("timeline")).Where((_, i) => i % 5 == 0))
            Assert.Equal(ApiRequests.Id(entry), ApiRequests.Id(await api.Client.JsonAsync(entry.GetProperty("href").GetString()!)));
    }

    [Theory]
    [InlineData("2022-02-24", "P90D", "2021-11-26", "2022-05-25")]
    [InlineData("2022-02-24", "P0D", "2022-02-24", "2022-02-24")]
    [InlineData("2022-02-24", "P2W", "2022-02-10", "2022-03-10")]
    [InlineData("2022-03-31", "P1M", "2022-02-28", "2022-04-30")]
    [InlineData("2024-02-29", "P1Y", "2023-02-28", "2025-02-28")]
    [InlineData("2022-02", "P1M", "2022-01-01", "2022-03-28")]
    [InlineData("2022", "P6M", "2021-07-01", "2023-06-30")]
    [InlineData("2022-02-24", "", "2022-01-25", "2022-03-26")]
    public async Task Window_around_a_date_has_two_ends(string around, string window, string from, string to)
    {
        foreach (var match in new[] { "", "&date_match=certain" })
        {
            foreach (var list in new[] { "timeline", "visits", "panel" })
                Assert.Equal(
                    await api.Client.GetStringAsync($"/v1/{list}.csv?date_from={from}&date_to={to}{match}"),
                    await api.Client.GetStringAsync($"/v1/{list}.csv?around={around}&window={window}{match}"));
        }
    }

    [Theory]
    [InlineData("window=P90D", "window", "not_applicable")]
    [InlineData("date_match=certain", "date_match", "not_applicable")]
    [InlineData("around=2022&date_from=2021", "around", "not_applicable")]
    [InlineData("around=2022&date_to=2023", "around", "not_applicable")]
    [InlineData("around=2022-02-30", "around", "invalid_value")]
    [InlineData("around=2022~", "around", "invalid_value")]
    [InlineData("around=2022&window=90", "window", "invalid_value")]
    [InlineData("around=2022&window=P1H", "window", "invalid_value")]
    [InlineData("around=2022&window=P-1D", "window", "invalid_value")]
    [InlineData("around=2022&window=P1M1D", "window", "invalid_value")]
    [InlineData("around=2022&window=P10000D", "window", "invalid_value")]
    [InlineData("around=2022&window=P9999Y", "window", "out_of_range")]
    [InlineData("around=0001&window=P1D", "window", "out_of_range")]
    public async Task A_window_that_cannot_be_is_refused(string question, string parameter, string code) =>
        await api.Client.ErrorAsync($"/v1/timeline?{question}", parameter, code);
}
