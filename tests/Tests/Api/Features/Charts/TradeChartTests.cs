using Api.Features.Charts;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>The chart of trade figures shows certain and uncertain values on one axis with one unit.</summary>
public sealed class TradeChartTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private const string Address = "/v1/trade-figures/chart.svg";

    [Fact]
    public async Task Default_chart_shows_dollars_and_names_omissions()
    {
        var all = await api.Client.RowsAsync("trade-figures");
        var shown = all.Count(row => (row.GetProperty("indicator").GetString(), row.GetProperty("unit").GetString()) == ("trade_value", "USD"));
        var drawn = await Drawn.RequestAsync(api.Client, Address);
        Assert.Contains("Trade value", drawn.Lines);
        Assert.Contains("Billion US dollars", drawn.Words);
        Assert.Contains($"The chart shows trade_value in USD. Not drawn: {all.Count - shown} figures of other indicators or units", drawn.Words);
        Assert.Subset(drawn.Lines.ToHashSet(), new HashSet<string>
        {
            "190", "240†", "reported", "expected", "target", "2022", "2023", "2025",
            "China and Russia, exports and imports", "China, exports to Russia",
        });
        Assert.Contains("more than 200", drawn.Words);
        Assert.Contains("tail: not exact", drawn.Words);
    }

    [Fact]
    public async Task Single_unit_omits_nothing()
    {
        var drawn = await Drawn.RequestAsync(api.Client, $"{Address}?indicator=trade_value&flow=total&period_type=year");
        Assert.Contains("Trade value: China and Russia, exports and imports", drawn.Lines);
        Assert.DoesNotContain("Not drawn", drawn.Words);
        Assert.Contains("2023 240", drawn.Description);
        Assert.Contains("2025 200 (target)", drawn.Description);
    }

    [Theory, InlineData("growth", "Percent"), InlineData("partner_rank", "Rank (1 is the first)")]
    [InlineData("brand_count", "Count"), InlineData("multiple", "Times (ratio)")]
    public async Task Other_indicators_have_their_own_unit(string indicator, string unit)
    {
        var drawn = await Drawn.RequestAsync(api.Client, $"{Address}?indicator={indicator}");
        Assert.Contains($"{unit}, by period.", drawn.Words);
        Assert.DoesNotContain("dollars", drawn.Words);
    }

    /// <summary>The name of a commodity may have 600 letters. It is in the title of one series, and in the legend of several.</summary>
    [Theory, InlineData(1, 590), InlineData(5, 590), InlineData(3, 150)]
    public async Task Long_names_are_drawn_whole_or_refused(int series, int letters)
    {
        var figure = LoadedApi.Seeds.Of<TradeFigure>().Single(figure => figure.Id == "bilateral-trade-2022");
        string Commodity(int i) => $"{i}{new string('w', letters)}";
        var figures = Enumerable.Range(0, series).Select(i => figure with { Id = $"figure-{i}", Commodity = Commodity(i) });
        await using var database = await postgres.CreateLoadedAsync(
            LoadedApi.Seeds.With<TradeFigure>(_ => figures).With<Contradiction>(_ => []));
        await using var running = await RunningApi.StartAsync(database);
        var drawn = await Drawn.RequestAsync(running.Client, $"{Address}?width=2400&height=1600");
        Assert.All(Enumerable.Range(0, series), i => Assert.Contains(Commodity(i), string.Concat(drawn.Lines)));
        Assert.All(drawn.Lines, line => Assert.True(ChartStyle.Measure(line, 22) < 2400, line)); // None is cut at the edge.
        if (letters < 500)
            return;
        var error = Assert.Single(await running.Client.ErrorsAsync($"{Address}?width=400&height=320"));
        Assert.Equal("does_not_fit", error.Code);
        Assert.Contains("leave no room for the plot", error.Detail);
    }

    [Fact]
    public async Task Every_status_and_qualifier_has_a_mark()
    {
        const string Commodity = "oil <&> \"gas\" & нефть]]>";
        var figure = LoadedApi.Seeds.Of<TradeFigure>().Single(figure => figure.Id == "bilateral-trade-2022");
        string[] dates = ["2001", "2002~", "../2003", "2004/..", "2005-03", "2006-05-07", "2007/2009"];
        var figures = dates.Select((date, i) => figure with
        {
            Id = $"figure-{i}",
            Status = (FigureStatus)(i % 5),
            Date = FuzzyDate.Parse(date),
            Qualifier = (FigureQualifier)i,
            Commodity = i == 0 ? Commodity : null,
            Value = (i + 1) * 10_000_000_000m,
        }).Append(figure with { Id = "undated", Date = null, DateBasis = null });
        var description = LoadedApi.Seeds.Description with { Title = "<Title> & 'more'" };
        var seeds = LoadedApi.Seeds.With<TradeFigure>(_ => figures).With<Contradiction>(_ => []) with { Description = description };
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var drawn = await Drawn.RequestAsync(running.Client, $"{Address}?width=1600&height=900");
        Assert.Contains($"China and Russia, exports and imports: {Commodity}", drawn.Lines);
        Assert.Contains("<Title> & 'more', version 1", drawn.Words);
        Assert.Contains("Not drawn: 1 figure without a date.", drawn.Lines);
        Assert.Subset(
            drawn.Lines.ToHashSet(),
            new HashSet<string> { "reported", "estimated", "expected", "announced", "target", "approximate period" });
        foreach (var words in new[] { "approximately", "nearly", "at least", "more than", "at most", "less than" })
            Assert.Contains(drawn.Lines, line => line.StartsWith($"{words} ", StringComparison.Ordinal));
        using var response = await running.Client.GetAsync($"{Address}?commodity__is_null=false");
        Assert.DoesNotContain(response.Header("Content-Description")!, c => c is < ' ' or > '~');
        Assert.Contains("нефть", Uri.UnescapeDataString(response.Header("Content-Description")!));
    }

    [Fact]
    public async Task Excess_series_are_counted_instead_of_drawn()
    {
        var figure = LoadedApi.Seeds.Of<TradeFigure>().Single(figure => figure.Id == "bilateral-trade-2022");
        var figures = Enumerable.Range(0, 8).SelectMany(i => Enumerable.Range(0, 10 - i).Select(j =>
            figure with { Id = $"figure-{i}-{j}", Commodity = $"commodity {i}", Date = FuzzyDate.Parse($"{2000 + j}") }));
        var many = Enumerable.Range(1, 2001).Select(i =>
            figure with { Id = $"many-{i}", Flow = TradeFlow.Export, Reporter = "RUS", Partner = "CHN", Date = FuzzyDate.Parse($"{i:D4}") });
        var seeds = LoadedApi.Seeds.With<TradeFigure>(_ => [.. figures, .. many]).With<Contradiction>(_ => []);
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var drawn = await Drawn.RequestAsync(running.Client, $"{Address}?reporter=CHN");
        Assert.Equal(5, drawn.Lines.Count(line => line.StartsWith("China and Russia, exports and imports: commodity", StringComparison.Ordinal)));
        Assert.Contains("Not drawn: 3 more series with 12 figures", drawn.Words);
        var refused = await running.Client.ErrorAsync($"{Address}?reporter=RUS", "format", "does_not_fit");
        Assert.Contains("2000", refused.Detail);
        Assert.Contains("date_from", refused.Detail);
        await Drawn.RequestAsync(running.Client, $"{Address}?reporter=RUS&date_from=1000");
    }
}
