using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>A series has one value per period, chosen by rule where figures differ.</summary>
public sealed class TradeSeriesTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private static readonly TradeFigure Base = LoadedApi.Seeds.Of<TradeFigure>().Single(figure => figure.Id == "bilateral-trade-2022") with
    {
        DateBasis = DateBasis.Stated,
        Qualifier = FigureQualifier.Exact,
        Status = FigureStatus.Reported,
    };

    private static readonly string[] Sources = [.. LoadedApi.Seeds.Of<Source>().Select(source => source.Id).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Every_dated_figure_is_in_exactly_one_row()
    {
        var figures = await api.Client.RowsAsync("trade-figures");
        var named = (await api.Client.ListAsync("trade-figures/series")).SelectMany(row => Meaning.Texts(row.GetProperty("record_ids")));
        var dated = figures.Where(figure => figure.GetProperty("date").ValueKind != JsonValueKind.Null);
        Assert.Equal(ApiRequests.Ids(dated), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_says_what_its_preferred_figure_says()
    {
        var figures = (await api.Client.RowsAsync("trade-figures")).ToDictionary(ApiRequests.Id);
        foreach (var row in await api.Client.ListAsync("trade-figures/series"))
        {
            var figure = figures[row.GetProperty("preferred_id").GetString()!];
            Assert.Equal(ApiRequests.Id(figure), Meaning.Texts(row.GetProperty("record_ids"))[0]);
            string[] fields =
            [
                "indicator", "flow", "reporter", "partner", "commodity", "date", "date_start", "date_end",
                "value", "unit", "qualifier", "status", "countries", "dyads", "people", "topics",
            ];
            foreach (var field in fields)
                Assert.Equal(figure.GetProperty(field).GetRawText(), row.GetProperty(field).GetRawText());
        }
    }

    [Fact]
    public async Task Commodities_are_separate_series()
    {
        string?[] commodities = ["crude oil", "crude-oil", "crude_oil", "crude_-oil", "-", "_", null];
        var figures = commodities.Select((commodity, i) => Figure("2001", $"of-{i}", 100 + i, 1) with { Commodity = commodity }).ToArray();
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<TradeFigure>(_ => figures));
        await using var running = await RunningApi.StartAsync(database);
        var rows = await running.Client.ListAsync("trade-figures/series");
        Assert.Equal(
            commodities.Order(StringComparer.Ordinal),
            rows.Select(row => row.GetProperty("commodity").GetString()).Order(StringComparer.Ordinal));
        foreach (var series in rows.Select(row => row.GetProperty("series").GetString()!))
        {
            var page = await running.Client.JsonAsync($"/v1/trade-figures/series?series={Uri.EscapeDataString(series)}");
            Assert.Equal(1, page.GetProperty("page").GetProperty("total").GetInt32());
        }

        Assert.NotEmpty(await running.Client.GetStringAsync("/v1/trade-figures/chart.svg"));
    }

    [Fact]
    public async Task Reason_is_first_difference_from_runner_up()
    {
        var rows = await SeriesAsync(
            Figure("2001", "only", 100, 1),
            Figure("2002", "firm", 100, 1),
            Figure("2002", "expected", 200, 2) with { Status = FigureStatus.Expected },
            Figure("2002", "target", 300, 2) with { Status = FigureStatus.Target },
            Figure("2003", "one", 110, 1), Figure("2003", "two", 100, 2),
            Figure("2004", "about", 100, 1) with { Qualifier = FigureQualifier.Approximately }, Figure("2004", "exact", 90, 1),
            Figure("2005", "guessed", 100, 1) with { DateBasis = DateBasis.Inferred, DateNote = "From the text." }, Figure("2005", "said", 120, 1),
            Figure("2006", "alike", 1, 1), Figure("2006", "like", 2, 1));
        Assert.Equal(
            [
                "2001 only 100 only_figure, 1 sources, 1 records, 100 to 100, spread ",
                "2002 firm 100 status, 1 sources, 3 records, 100 to 100, spread ",
                "2003 two 100 source_count, 2 sources, 2 records, 100 to 110, spread 10",
                "2004 exact 90 qualifier, 1 sources, 2 records, 90 to 100, spread 10",
                "2005 said 120 date_basis, 1 sources, 2 records, 100 to 120, spread 20",
                "2006 alike 1 id, 1 sources, 2 records, 1 to 2, spread 1",
            ], rows.Select(Summary));
        Assert.Equal(["firm", "expected", "target"], Meaning.Texts(rows[1].GetProperty("record_ids")));
    }

    [Fact]
    public async Task Agreeing_figures_share_their_sources()
    {
        var rows = await SeriesAsync(
            Figure("2007", "a-lone-exact-one", 110, 1),
            Figure("2007", "here", 100, 1) with { Qualifier = FigureQualifier.Approximately },
            Figure("2007", "there", 100, 1) with { Evidence = EvidenceOf(Sources[1]) },
            Figure("2007", "hoped-for", 100, 1) with { Evidence = EvidenceOf(Sources[2]), Status = FigureStatus.Expected });
        Assert.Equal("2007 there 100 qualifier, 2 sources, 4 records, 100 to 110, spread 10", Summary(rows.Single()));
        Assert.Equal(Sources[..2], Meaning.Texts(rows.Single().GetProperty("source_ids")));
    }

    [Fact]
    public async Task Open_and_unequal_periods_stay_separate()
    {
        string[] dates = ["2001", "2001/2002", "2001-01", "2001-01-01", "../2001", "../2002", "2001/..", "2002/.."];
        var figures = dates.Select((date, i) => Figure(date, $"figure-{i}", i + 1, 1)).ToArray();
        var rows = await SeriesAsync([.. figures, Figure("2001", "no-date", 5, 1) with { Date = null, DateBasis = null }]);
        Assert.Equal(dates.Order(StringComparer.Ordinal), rows.Select(row => row.GetProperty("date").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal("only_figure", row.GetProperty("preferred_because").GetString()));
    }

    private static string Summary(JsonElement row) =>
        $"{row.GetProperty("date")} {row.GetProperty("preferred_id")} {row.GetProperty("value")} {row.GetProperty("preferred_because")}, "
        + $"{row.GetProperty("source_count")} sources, {row.GetProperty("record_count")} records, "
        + $"{row.GetProperty("value_least")} to {row.GetProperty("value_largest")}, spread {row.GetProperty("spread")}";

    private static TradeFigure Figure(string date, string id, decimal value, int sources) => Base with
    {
        Id = id,
        Date = FuzzyDate.Parse(date),
        Value = value,
        Evidence = EvidenceOf(Sources[..sources]),
    };

    private static Evidence[] EvidenceOf(params string[] sources) => [.. sources.Select(source => Base.Evidence[0] with { SourceId = source })];

    /// <summary>The series of these figures only, page by page.</summary>
    private async Task<List<JsonElement>> SeriesAsync(params TradeFigure[] figures)
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<TradeFigure>(_ => figures));
        await using var running = await RunningApi.StartAsync(database);
        return await running.Client.WalkAsync("/v1/trade-figures/series?limit=1");
    }
}
