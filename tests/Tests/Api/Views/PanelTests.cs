using System.Globalization;
using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>The panel, against the records of each resource counted here.</summary>
public sealed class PanelTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private static readonly string[] Counted = ["visits", "exercises", "statements", "agreements"];
    private static readonly string[] Status = ["reported", "estimated"];

    [Theory, InlineData("year"), InlineData("quarter"), InlineData("month")]
    public Task Every_period_of_every_dyad_has_its_counts(string frequency) => CheckAsync(api.Client, frequency);

    [Theory, InlineData("year"), InlineData("quarter"), InlineData("month")]
    public async Task Uncertain_dates_count_only_where_possible(string frequency)
    {
        string?[] dates =
        [
            null, "2001", "2001-02", "2001-02-03", "200X", "2001-23", "2001-12-31/2002-01-01", "../1999", "2003/..",
            "2000-11~", "/2002", "2001-21",
        ];
        TradeFigure FromTheOtherSide(TradeFigure figure) => figure with { Reporter = figure.Partner!, Partner = figure.Reporter };
        var figures = LoadedApi.Seeds.Of<TradeFigure>().Where(figure => figure.Id == "bilateral-trade-2022").SelectMany(figure => new[]
        {
            figure with { Id = "year", Date = FuzzyDate.Parse("2001") },
            FromTheOtherSide(figure) with { Id = "other-side", Date = FuzzyDate.Parse("2001"), Status = FigureStatus.Target },
            figure with { Id = "quarter", Date = FuzzyDate.Parse("2001-01-01/2001-03-31"), Status = FigureStatus.Estimated },
            FromTheOtherSide(figure) with { Id = "quarter-too", Date = FuzzyDate.Parse("2001-01-01/2001-03-31") },
            figure with { Id = "target", Date = FuzzyDate.Parse("2004"), Status = FigureStatus.Target },
            figure with { Id = "month", Date = FuzzyDate.Parse("2005-05") },
            figure with { Id = "exports", Date = FuzzyDate.Parse("2002"), Flow = TradeFlow.Export },
            figure with { Id = "of-nobody", Date = FuzzyDate.Parse("2002"), Partner = null },
            figure with { Id = "of-oil", Date = FuzzyDate.Parse("2003"), Commodity = "oil" },
        });
        var seeds = LoadedApi.Seeds.With<TradeFigure>(_ => figures).With<Exercise>(_ => []).With<Agreement>(_ => [])
            .With<Statement>(statements => statements.Take(3))
            .With<Visit>(visits => dates.Select((date, i) => visits[0] with
            {
                Id = $"date-{i}",
                Date = date is null ? null : FuzzyDate.Parse(date),
                DateBasis = date is null ? null : DateBasis.Stated,
            }));
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var rows = await CheckAsync(running.Client, frequency);
        Assert.Contains(rows, row => row.GetProperty("trade_total").ValueKind == JsonValueKind.Number);
        Assert.Contains(rows, row => row.GetProperty("visits").GetRawText() == "0");
        Assert.All(rows, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("exercises").ValueKind));
    }

    [Fact]
    public async Task Extreme_days_are_days_in_every_format()
    {
        string[] dates = ["0001-01-01", "9999-12-31", "9998", "2001"];
        var seeds = LoadedApi.Seeds.With<Visit>(visits => dates.Select((date, i) =>
            visits[0] with { Id = $"date-{i}", Date = FuzzyDate.Parse(date), DateBasis = DateBasis.Stated }));
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        string[] days = ["0001-01-01,0001-01-01", "9999-12-31,9999-12-31", "9998-01-01,9998-12-31", "2001-01-01,2001-12-31"];
        var csv = await running.Client.GetStringAsync("/v1/visits.csv?fields=date_start,date_end&sort=id");
        Assert.Equal(days, csv.TrimEnd().Split("\r\n").Skip(1));
        Assert.Equal(days, (await running.Client.RowsAsync("visits"))
            .Select(row => $"{row.GetProperty("date_start").GetString()},{row.GetProperty("date_end").GetString()}"));
        var first = await running.Client.GetStringAsync("/v1/visits.csv?fields=date_start,date_end&date_to=0001");
        Assert.Equal(days[..1], first.TrimEnd().Split("\r\n").Skip(1));
        var panel = await running.Client.JsonAsync("/v1/panel?frequency=year&limit=1");
        Assert.InRange(panel.GetProperty("page").GetProperty("total").GetInt32(), 9999, int.MaxValue);
    }

    private static async Task<IReadOnlyList<JsonElement>> CheckAsync(HttpClient client, string frequency)
    {
        var records = new List<Dated>();
        foreach (var resource in Counted)
        {
            records.AddRange((await client.RowsAsync(resource)).SelectMany(row =>
                Meaning.Texts(row.GetProperty("dyads")).Select(dyad => Read(row, dyad, resource))));
        }

        var trade = (await client.ListAsync("trade-figures/series"))
            .Where(row => row.GetProperty("indicator").GetString() == "trade_value")
            .Where(row => row.GetProperty("flow").GetString() == "total" && row.GetProperty("commodity").GetString() is null)
            .Where(row => row.GetProperty("partner").GetString() is not null)
            .Where(row => Day(row, "date_start") is not null && Day(row, "date_end") is not null)
            .Where(row => Status.Contains(row.GetProperty("status").GetString()))
            .Select(row => Read(row, DyadOf(row), "trade"))
            .OrderBy(figure => Array.IndexOf(Status, figure.Row.GetProperty("status").GetString())).ToArray();
        var dyads = records.Concat(trade).Where(record => (record.Start ?? record.End) is not null)
            .GroupBy(record => record.Dyad).OrderBy(dyad => dyad.Key, StringComparer.Ordinal);
        var rows = await client.LinesAsync($"/v1/panel.ndjson?frequency={frequency}");
        Assert.Equal(dyads.SelectMany(dyad => Expected(dyad.Key, [.. dyad], frequency)), rows.Select(Summary));
        return rows;
    }

    private static Dated Read(JsonElement row, string dyad, string resource) =>
        new(dyad, resource, Day(row, "date_start"), Day(row, "date_end"), row);

    private static string DyadOf(JsonElement figure)
    {
        string[] sides = [figure.GetProperty("reporter").GetString()!, figure.GetProperty("partner").GetString()!];
        return string.Join('-', sides.Order(StringComparer.Ordinal));
    }

    /// <summary>Every period from the first dated day to the last.</summary>
    private static IEnumerable<string> Expected(string dyad, Dated[] dated, string frequency)
    {
        var (first, last) = (dated.Min(record => record.Start ?? record.End)!.Value, dated.Max(record => record.End ?? record.Start)!.Value);
        var length = frequency switch { "year" => 12, "quarter" => 3, _ => 1 };
        var counts = Counted.Select(resource => dated.Where(record => record.Resource == resource).Select(record => (
            From: Begin(record.Start ?? first, length), To: Begin(record.End ?? last, length),
            First: Begin((record.Start ?? record.End)!.Value, length), Last: Begin((record.End ?? record.Start)!.Value, length),
            Certain: record.Start is { } start && record.End is { } end && Begin(start, length) == Begin(end, length))).ToArray()).ToArray();
        for (var begin = Begin(first, length); begin <= last; begin = begin.AddMonths(length))
        {
            var end = begin.AddMonths(length).AddDays(-1);
            var figure = dated.FirstOrDefault(record => record.Resource == "trade" && record.Start == begin && record.End == end)?.Row;
            var numbers = counts.Select(records =>
                !records.Any(record => record.First <= begin) || !records.Any(record => record.Last >= begin)
                    ? "null/null"
                    : $"{records.Count(record => record.From == begin && record.Certain)}"
                        + $"/{records.Count(record => record.From <= begin && begin <= record.To)}");
            yield return $"{dyad} {Groups.Period(frequency, $"{begin:yyyy-MM-dd}")} {frequency} {begin:yyyy-MM-dd} {end:yyyy-MM-dd} "
                + $"{figure?.GetProperty("value").GetRawText() ?? "null"} {figure?.GetProperty("status")} "
                + $"{figure?.GetProperty("preferred_id")} {string.Join(' ', numbers)} {dyad.Replace('-', ';')}";
        }
    }

    private static string Summary(JsonElement row)
    {
        var numbers = Counted.Select(resource =>
            $"{row.GetProperty(resource).GetRawText()}/{row.GetProperty($"{resource}_possible").GetRawText()}");
        return $"{row.GetProperty("dyad")} {row.GetProperty("period")} {row.GetProperty("frequency")} "
            + $"{row.GetProperty("date_start")} {row.GetProperty("date_end")} "
            + $"{row.GetProperty("trade_total").GetRawText()} {row.GetProperty("trade_total_status")} {row.GetProperty("trade_figure_id")} "
            + $"{string.Join(' ', numbers)} {string.Join(';', Meaning.Texts(row.GetProperty("countries")))}";
    }

    private static DateOnly Begin(DateOnly day, int length) => new(day.Year, ((day.Month - 1) / length * length) + 1, 1);

    private static DateOnly? Day(JsonElement row, string field) =>
        row.GetProperty(field).GetString() is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private sealed record Dated(string Dyad, string Resource, DateOnly? Start, DateOnly? End, JsonElement Row);
}
