using System.Text.Json;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>The chart of the panel distinguishes certain, possible, none and not recorded.</summary>
public sealed class PanelChartTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Address = "/v1/panel/chart.svg";
    private static readonly string[] Resources = ["visits", "exercises", "statements", "agreements"];
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];

    [Theory, InlineData("CHN-RUS", "year"), InlineData("CHN-RUS", "quarter"), InlineData("CHN-USA", "year"), InlineData("CHN-IND", "year")]
    public async Task Every_count_has_its_box(string dyad, string frequency)
    {
        var filters = $"dyad={dyad}&frequency={frequency}";
        var rows = await api.Client.LinesAsync($"/v1/panel.ndjson?{filters}");
        Assert.NotEmpty(rows);
        var drawn = await Drawn.RequestAsync(api.Client, $"{Address}?{filters}");
        var unknown = 0;
        for (var i = 0; i < Resources.Length; i++)
        {
            var counts = rows.Select(row => (Certain: Count(row, Resources[i]), Possible: Count(row, $"{Resources[i]}_possible"))).ToArray();
            unknown += counts.Count(count => count.Certain is null);
            Assert.Equal(counts.Count(count => count.Possible > count.Certain), drawn.Boxes(Colours[i], "0.29").Count());
            Assert.Equal(
                counts.Count(count => count.Certain > 0 || count.Possible == 0),
                drawn.Boxes(Colours[i]).Count(box => box.Attribute("fill-opacity") is null));
        }

        Assert.Equal(unknown + 1, drawn.Boxes("#ECEEF0").Count()); // One more in the legend.
        Assert.Subset(drawn.Lines.ToHashSet(), Resources.ToHashSet());
        Assert.Contains($"Number of records of {dyad} in each {frequency}", drawn.Words);
        Assert.DoesNotContain("The chart shows", drawn.Words);
    }

    [Fact]
    public async Task Fullest_dyad_is_drawn_and_named()
    {
        var drawn = await Drawn.RequestAsync(api.Client, $"{Address}?country=RUS");
        var dyads = (await api.Client.LinesAsync("/v1/panel.ndjson?country=RUS"))
            .Select(row => row.GetProperty("dyad").GetString()).Distinct().Count();
        Assert.Contains($"The chart shows CHN-RUS, which has the most records of {dyads} dyads that match", drawn.Words);
        Assert.Contains("Activity by year: China and Russia", drawn.Lines);
    }

    [Fact]
    public async Task Too_many_periods_are_refused()
    {
        var months = (await api.Client.LinesAsync("/v1/panel.ndjson?frequency=month"))
            .GroupBy(row => row.GetProperty("dyad").GetString()!).MaxBy(rows => rows.Count())!;
        Assert.True(months.Count() > 400);
        var refused = await api.Client.ErrorAsync($"{Address}?frequency=month&dyad={months.Key}", "format", "does_not_fit");
        Assert.Contains($"{months.Count()} periods", refused.Detail);
        await Drawn.RequestAsync(api.Client, $"{Address}?frequency=month&dyad={months.Key}&date_from=2000");
    }

    private static int? Count(JsonElement row, string field) =>
        row.GetProperty(field) is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null;
}
