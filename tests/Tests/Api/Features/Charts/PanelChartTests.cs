using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>The chart of the panel distinguishes certain, possible, none and not recorded.</summary>
public sealed class PanelChartTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private const string Address = "/v1/panel/chart.svg";
    private static readonly string[] Names = ["journeys", "meetings", "exercises", "statements", "agreements", "unilateral_acts", "transfers"];
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", OfText];
    private const string OfText = "#1B1F23";

    [Theory, InlineData("CHN-RUS", "year"), InlineData("CHN-RUS", "quarter"), InlineData("CHN-USA", "year")]
    public async Task Every_count_has_its_box(string dyad, string frequency)
    {
        var filters = $"dyad={dyad}&frequency={frequency}";
        var rows = await api.Client.LinesAsync($"/v1/panel.ndjson?{filters}");
        Assert.NotEmpty(rows);
        var drawn = await Drawn.RequestAsync(api.Client, $"{Address}?{filters}");
        var unknown = 0;
        // The legend has a box of each sort in the colour of the text.
        var (possible, certain) = (new Dictionary<string, int> { [OfText] = 1 }, new Dictionary<string, int> { [OfText] = 1 });
        for (var i = 0; i < Names.Length; i++)
        {
            var counts = rows.Select(row => (Certain: Count(row, Names[i]), Possible: Count(row, $"{Names[i]}_possible"))).ToArray();
            var colour = Colours[i % Colours.Length];
            unknown += counts.Count(count => count.Possible is null);
            possible[colour] = possible.GetValueOrDefault(colour) + counts.Count(count => count.Possible > (count.Certain ?? 0));
            certain[colour] = certain.GetValueOrDefault(colour) + counts.Count(count => count.Certain > 0 || count.Possible == 0);
        }

        Assert.All(possible, pair => Assert.Equal(pair.Value, drawn.Boxes(pair.Key, "0.29").Count()));
        Assert.All(certain, pair => Assert.Equal(pair.Value, drawn.Boxes(pair.Key).Count(box => box.Attribute("fill-opacity") is null)));
        Assert.Equal(unknown + 1, drawn.Boxes("#ECEEF0").Count()); // One more in the legend.
        Assert.Subset(drawn.Lines.ToHashSet(), Names.ToHashSet());
        Assert.Contains($"of {dyad} in each {frequency}", drawn.Words);
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
        var seeds = LoadedApi.Seeds.With<Exercise>(exercises =>
            [.. exercises, exercises[^1] with { Id = "long-ago", Date = FuzzyDate.Parse("1950") }]);
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var months = await running.Client.LinesAsync("/v1/panel.ndjson?frequency=month&dyad=CHN-RUS");
        Assert.True(months.Count > 600);
        var refused = await running.Client.ErrorAsync($"{Address}?frequency=month&dyad=CHN-RUS", "format", "does_not_fit");
        Assert.Contains($"{months.Count} periods", refused.Detail);
        await Drawn.RequestAsync(running.Client, $"{Address}?frequency=month&dyad=CHN-RUS&date_from=2000");
    }

    private static int? Count(JsonElement row, string field) =>
        row.GetProperty(field) is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null;
}
