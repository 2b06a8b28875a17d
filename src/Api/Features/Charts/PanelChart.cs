using Api.Database;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using Dapper;
using Npgsql;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>How many records of each resource lie, or may lie, in each period of a dyad.</summary>
internal static class PanelChart
{
    private const int MostPeriods = 400;

    private static readonly string[] Resources = ["visits", "exercises", "statements", "agreements"];

    private static readonly SqlTemplate DyadsSql = new("""
        select dyad as name, sum(coalesce(visits, 0) + coalesce(exercises, 0) + coalesce(statements, 0) + coalesce(agreements, 0)) as records, count(*)::integer as periods
        from matching
        group by 1
        order by 2 desc, 1
        """);

    private static readonly SqlTemplate PeriodsSql = new($"""
        select period as name, date_start, date_end, visits, visits_possible, exercises, exercises_possible, statements, statements_possible, agreements, agreements_possible
        from matching
        order by date_start
        limit {MostPeriods + 1}
        """);

    public static async Task<Chart> ReadAsync(NpgsqlConnection connection, ListQuery query, DatasetVersion version, CancellationToken cancel)
    {
        var sql = SqlBuilder.About(query, version.Version, DyadsSql);
        var dyads = (await connection.QueryAsync<Dyad>(sql.Command(cancel))).AsList();
        var frequency = (string)query.Inputs["frequency"]!;
        if (dyads.Count == 0)
            return new Chart($"Activity by {frequency}", "", "An empty chart: no period matches.") { SourceIds = [] };

        var drawn = new Condition(query.View.Filters.Single(filter => filter.Parameter == "dyad"), new[] { dyads[0].Name });
        sql = SqlBuilder.About(query with { Conditions = [.. query.Conditions.Where(condition => condition.Filter != drawn.Filter), drawn] }, version.Version, PeriodsSql);
        var periods = (await connection.QueryAsync<Period>(sql.Command(cancel))).AsList();
        if (periods.Count > MostPeriods)
            throw Format.DoesNotFit($"{dyads[0].Periods} periods are to be drawn, and a chart has room for {MostPeriods}; narrow them by date_from and date_to, or take a lower frequency");
        var names = await connection.QueryAsync<string>(new CommandDefinition(
            $"select r.name from ({Countries.Resource.Sql}) r where r.id = any(@codes) order by array_position(@codes, r.id)", new { version = version.Version, codes = dyads[0].Name.Split('-') }, cancellationToken: cancel));

        var look = new ChartStyle(query.Picture);
        return new Chart($"Activity by {frequency}: {string.Join(" and ", names)}", $"Number of records of {dyads[0].Name} in each {frequency}, from {periods[0].Name} to {periods[^1].Name}.",
            string.Join(' ', Resources.Select((resource, i) => Tell(resource, periods, i))))
        {
            Legend =
            [
                new("certain: the date lies in the period", look.Text, Fill: 1),
                new("possible: it may lie in the period", look.Text, Fill: 0.3),
                new("0: none", look.Text, Line: 0),
                new("not recorded: outside the time that is told of", look.Band, Fill: 1),
            ],
            Notes = dyads.Count == 1 ? [] : [$"Drawn is {dyads[0].Name}, the one with the most records of {dyads.Count} dyads that match; choose one by dyad."],
            Draw = (canvas, rect) => Draw(canvas, rect, periods, look),
        };
    }

    private static void Draw(SKCanvas canvas, PixelRect rect, List<Period> periods, ChartStyle look)
    {
        var names = Resources.Max(resource => ChartStyle.Measure(resource, look.Small, bold: true)) + (8 * look.Scale);
        var padding = new PixelPadding(names + (24 * look.Scale), 6 * look.Scale, 22 * look.Scale, 0);
        var most = Math.Max(1, periods.Max(period => period.Possible.Max()) ?? 0);
        var (from, to) = (TimeAxis.Of(periods[0].DateStart), TimeAxis.After(periods[^1].DateEnd));
        var high = (rect.Height - padding.Bottom) / Resources.Length;
        for (var i = 0; i < Resources.Length; i++)
        {
            // One below the other, on one scale; the last has the days below.
            var isLast = i == Resources.Length - 1;
            var lane = new PixelRect(rect.Left, rect.Right, rect.Top + ((i + 1) * high) + (isLast ? padding.Bottom : 0), rect.Top + (i * high));
            using var plot = TimeAxis.Plot(look);
            plot.Layout.Fixed(new PixelPadding(padding.Left, padding.Right, isLast ? padding.Bottom : 0, 6 * look.Scale));
            TimeAxis.Show(plot, from, to, rect.Width - padding.Left - padding.Right, look);
            plot.Axes.Bottom.TickLabelStyle.IsVisible = isLast;
            plot.Axes.SetLimitsY(0, most * 1.05);
            plot.Axes.Left.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = Math.Max(high * 0.4f, look.Small) };
            foreach (var period in periods)
                Bar(plot, period, i, most, most / high, look);
            TimeAxis.Render(plot, canvas, lane);
            ChartStyle.Write(canvas, Resources[i], rect.Left, lane.Top + (high / 2) - (look.Small * 0.4f), look.Small, look.Text, bold: true);
        }
    }

    private static void Bar(Plot plot, Period period, int place, int most, double pixel, ChartStyle look)
    {
        var (begin, end) = (TimeAxis.Of(period.DateStart), TimeAxis.After(period.DateEnd));
        if (period.Certain[place] is not { } certain || period.Possible[place] is not { } possible)
        {
            Box(begin, end, 0, most * 1.05, look.Band);
            return;
        }

        var (color, inset) = (look.Series(place), (end - begin) * 0.1);
        if (possible == 0)
            Box(begin + inset, end - inset, 0, 2 * look.Scale * pixel, color);
        if (certain > 0)
            Box(begin + inset, end - inset, 0, certain, color);
        if (possible > certain)
        {
            var box = Box(begin + inset, end - inset, certain, possible, color.WithAlpha(0.3));
            (box.LineColor, box.LineWidth) = (color, 0.8f * look.Scale);
        }

        ScottPlot.Plottables.Rectangle Box(double left, double right, double bottom, double top, Color fill)
        {
            var box = plot.Add.Rectangle(left, right, bottom, top);
            (box.FillColor, box.LineWidth) = (fill, 0);
            return box;
        }
    }

    private static string Tell(string resource, List<Period> periods, int place)
    {
        var known = periods.Where(period => period.Certain[place] is not null).ToArray();
        if (known.Length == 0)
            return $"{char.ToUpperInvariant(resource[0])}{resource[1..]}: none recorded.";
        var peak = known.MaxBy(period => period.Certain[place])!;
        return $"{char.ToUpperInvariant(resource[0])}{resource[1..]}: {known.Sum(period => period.Certain[place])} certain from {known[0].Name} to {known[^1].Name}, at most {peak.Certain[place]} in {peak.Name}.";
    }

    private sealed record Dyad
    {
        public required string Name { get; init; }

        public required int Periods { get; init; }
    }

    private sealed record Period
    {
        public required string Name { get; init; }

        public required DateOnly DateStart { get; init; }

        public required DateOnly DateEnd { get; init; }

        public required int? Visits { get; init; }

        public required int? VisitsPossible { get; init; }

        public required int? Exercises { get; init; }

        public required int? ExercisesPossible { get; init; }

        public required int? Statements { get; init; }

        public required int? StatementsPossible { get; init; }

        public required int? Agreements { get; init; }

        public required int? AgreementsPossible { get; init; }

        /// <summary>In the order of the resources.</summary>
        public int?[] Certain => [Visits, Exercises, Statements, Agreements];

        public int?[] Possible => [VisitsPossible, ExercisesPossible, StatementsPossible, AgreementsPossible];
    }
}
