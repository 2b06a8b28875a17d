using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>The chart of the timeline draws each date as the range of its possible days.</summary>
public sealed class TimelineChartTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private const string Address = "/v1/timeline/chart.svg";

    [Theory, InlineData(""), InlineData("dyad=CHN-RUS"), InlineData("resource=visits,statements&date_from=2021&date_to=2022")]
    public async Task Dates_are_marked_in_their_resources_lane(string filters)
    {
        var rows = await api.Client.LinesAsync($"/v1/timeline.ndjson?{filters}");
        var drawn = await Drawn.RequestAsync(api.Client, $"{Address}?{filters}");
        Assert.Subset(drawn.Lines.ToHashSet(), rows.Select(row => row.GetProperty("resource").GetString()!).ToHashSet());
        Assert.Contains($"{rows.Count} dated records", drawn.Words);
        var days = Different(rows.Where(row =>
            row.GetProperty("date_start").GetString() is { } start && start == row.GetProperty("date_end").GetString()));
        Assert.Equal(days + 1, drawn.All("ellipse").Count()); // One more in the legend.
        var open = rows.Count(row =>
            row.GetProperty("date_start").ValueKind == JsonValueKind.Null || row.GetProperty("date_end").ValueKind == JsonValueKind.Null);
        Assert.Contains($"{open} are open at an end", drawn.Description);
        Assert.Contains($"{rows.Count(row => row.GetProperty("date").GetString()!.Contains('~'))} only approximately", drawn.Description);
    }

    [Fact]
    public async Task Uncertain_dates_are_spans_of_their_length()
    {
        var visit = LoadedApi.Seeds.Of<Visit>()[0];
        string[] dates = ["2001", "2001~", "2001-03-04", "../2001", "2003/..", "2002-01-01/2003-12-31"];
        var visits = dates.SelectMany((date, i) => Enumerable.Range(0, i + 1).Select(j =>
            visit with { Id = $"visit-{i}-{j}", Date = FuzzyDate.Parse(date) }));
        var seeds = LoadedApi.Seeds.With<Visit>(_ => visits).With<Contradiction>(_ => []);
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var drawn = await Drawn.RequestAsync(running.Client, $"{Address}?resource=visits&width=1200&height=600");
        var spans = drawn.Boxes("#0072B2").Where(box => box.Name.LocalName == "rect").Select(box => Drawn.Number(box, "width")).Order().ToArray();
        Assert.Equal(5, spans.Length);
        Assert.Equal(spans[0], spans[1], 0.1); // A year and an approximate year have the same length.
        Assert.Equal(2 * spans[0], spans[4], 1.5); // The others are cut by the edge, or have two years.
        Assert.Single(drawn.Boxes("#0072B2", "0.29"), box => box.Name.LocalName == "rect");
        Assert.Equal(2, drawn.Boxes("#0072B2").Count(box => box.Name.LocalName == "path")); // The heads of the arrows.
        Assert.Subset(drawn.Lines.ToHashSet(), new HashSet<string> { "×2", "×3", "×4", "×5", "×6", "about this time", "open at this end" });
    }

    [Theory, InlineData("date_to=1968", "../2001", "../2010", "1968"), InlineData("date_from=2030", "2001/..", "2010/..", "2030")]
    public async Task Open_ended_records_cross_the_window(string window, string date, string other, string year)
    {
        var seeds = LoadedApi.Seeds
            .With<Visit>(visits => new[] { date, other }.Select((text, i) =>
                visits[0] with { Id = $"visit-{i}", Date = FuzzyDate.Parse(text) }))
            .With<Contradiction>(_ => []);
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var drawn = await Drawn.RequestAsync(running.Client, $"{Address}?resource=visits&{window}");
        Assert.Contains(year, drawn.Words);
        var spans = drawn.Boxes("#0072B2").Where(box => box.Name.LocalName == "rect").ToArray();
        Assert.Equal(2, spans.Length);
        Assert.All(spans, span => Assert.InRange(Drawn.Number(span, "width"), 500, 960));
        Assert.Equal(2, spans.Select(span => Drawn.Number(span, "y")).Distinct().Count());
    }

    [Fact]
    public async Task Invisibly_thin_lanes_are_refused()
    {
        var statement = LoadedApi.Seeds.Of<Statement>()[0];
        var statements = Enumerable.Range(0, 300).Select(i =>
            statement with { Id = $"statement-{i}", Date = FuzzyDate.Parse($"{1000 + i}/{2000 - i}") });
        var seeds = LoadedApi.Seeds.With<Statement>(_ => statements).With<Contradiction>(_ => []);
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var refused = await running.Client.ErrorAsync($"{Address}?resource=statements&height=320", "format", "does_not_fit");
        Assert.Contains("height", refused.Detail);
        await Drawn.RequestAsync(running.Client, $"{Address}?resource=statements&height=1200");
    }

    private static int Different(IEnumerable<JsonElement> rows) =>
        rows.Select(row => (row.GetProperty("resource").GetString(), row.GetProperty("date").GetString())).Distinct().Count();
}
