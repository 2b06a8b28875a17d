using Api.Database;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using Api.Views;
using Dapper;
using Npgsql;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>The counts of each period of a dyad, in a lane for each count of the panel.</summary>
internal static class PanelChart
{
    private const int MostPeriods = 600;

    /// <summary>The counts that are drawn: the main ones, without the two directions of a journey.</summary>
    private static readonly string[] Names = [.. PanelCounts.Main.Select(count => count.Name).Where(name => !name.Contains("_to_"))];

    private static readonly SqlTemplate DyadsSql = new($"""
        select dyad as name, direction, sum({string.Join(" + ", Names.Select(name => $"coalesce({name}, 0)"))}) as records,
          count(*)::integer as periods
        from matching
        group by 1, 2
        order by 3 desc, 1, 2
        """);

    private static readonly SqlTemplate PeriodsSql = new($"""
        select period as name, date_start, date_end,
          array[{string.Join(", ", Names.Select(name => $"{name}_possible is not null"))}] as recorded,
          array[{string.Join(", ", Names.Select(name => $"coalesce({name}, 0)"))}] as certain,
          array[{string.Join(", ", Names.Select(name => $"coalesce({name}_possible, 0)"))}] as possible
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

        Condition[] drawn = [Equal("dyad", dyads[0].Name), Equal("direction", dyads[0].Direction)];
        Condition Equal(string field, string value) => new(query.View.Filters.Single(filter => filter.Parameter == field), new[] { value });
        var ofDyad = query with
        {
            Conditions = [.. query.Conditions.Where(condition => drawn.All(one => one.Filter != condition.Filter)), .. drawn],
        };
        sql = SqlBuilder.About(ofDyad, version.Version, PeriodsSql);
        var periods = (await connection.QueryAsync<Period>(sql.Command(cancel))).AsList();
        if (periods.Count > MostPeriods)
        {
            throw Format.DoesNotFit($"{dyads[0].Periods} periods match, and a chart can hold {MostPeriods}; "
                + "narrow them by date_from and date_to, or use a lower frequency");
        }

        var countries = await connection.QueryAsync<string>(new CommandDefinition(
            $"select r.name from ({Countries.Resource.Sql}) r where r.id = any(@codes) order by array_position(@codes, r.id)",
            new { version = version.Version, codes = dyads[0].Codes }, cancellationToken: cancel));

        var style = new ChartStyle(query.Picture);
        return new Chart(
            $"Activity by {frequency}: {string.Join(dyads[0].IsDirected ? " to " : " and ", countries)}",
            $"Journeys, meetings, exercises, statements, agreements, unilateral acts and transfers of {dyads[0].Name} in each {frequency}, "
                + $"from {periods[0].Name} to {periods[^1].Name}.",
            string.Join(' ', Names.Select((name, i) => Describe(name, periods, i))))
        {
            Legend =
            [
                new("certain: the date lies in the period", style.Text, Fill: 1),
                new("possible: it may lie in the period", style.Text, Fill: 0.3),
                new("0: a source says that there was none", style.Text, Line: 0),
                new("not recorded", style.Band, Fill: 1),
            ],
            Notes = dyads.Count == 1 ? []
                : [$"The chart shows {dyads[0].Name}, which has the most records of {dyads.Count} dyads that match; choose one by dyad."],
            Draw = (canvas, rect) => Draw(canvas, rect, periods, style),
        };
    }

    private static void Draw(SKCanvas canvas, PixelRect rect, List<Period> periods, ChartStyle style)
    {
        var names = Names.Max(name => ChartStyle.Measure(name, style.Small, bold: true)) + (8 * style.Scale);
        var padding = new PixelPadding(names + (24 * style.Scale), 6 * style.Scale, 22 * style.Scale, 0);
        var most = Math.Max(1, periods.Max(period => period.Possible.Max()));
        var (from, to) = (TimeAxis.StartOf(periods[0].DateStart), TimeAxis.EndOf(periods[^1].DateEnd));
        var high = (rect.Height - padding.Bottom) / Names.Length;
        for (var i = 0; i < Names.Length; i++)
        {
            // The lanes have one scale, and the last one has the labels of the time axis.
            var isLast = i == Names.Length - 1;
            var lane = new PixelRect(rect.Left, rect.Right, rect.Top + ((i + 1) * high) + (isLast ? padding.Bottom : 0), rect.Top + (i * high));
            using var plot = TimeAxis.Plot(style);
            plot.Layout.Fixed(new PixelPadding(padding.Left, padding.Right, isLast ? padding.Bottom : 0, 6 * style.Scale));
            TimeAxis.SetRange(plot, from, to, rect.Width - padding.Left - padding.Right, style);
            plot.Axes.Bottom.TickLabelStyle.IsVisible = isLast;
            plot.Axes.SetLimitsY(0, most * 1.05);
            plot.Axes.Left.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = Math.Max(high * 0.4f, style.Small) };
            foreach (var period in periods)
                DrawBar(plot, period, i, most, most / high, style);
            TimeAxis.Render(plot, canvas, lane);
            ChartStyle.Write(canvas, Names[i], rect.Left, lane.Top + (high / 2) - (style.Small * 0.4f), style.Small, style.Text, bold: true);
        }
    }

    private static void DrawBar(Plot plot, Period period, int index, int most, double pixel, ChartStyle style)
    {
        var (begin, end) = (TimeAxis.StartOf(period.DateStart), TimeAxis.EndOf(period.DateEnd));
        if (!period.Recorded[index])
        {
            Box(begin, end, 0, most * 1.05, style.Band);
            return;
        }

        var (certain, possible) = (period.Certain[index], period.Possible[index]);
        var (color, inset) = (style.Series(index), (end - begin) * 0.1);
        if (possible == 0)
            Box(begin + inset, end - inset, 0, 2 * style.Scale * pixel, color);
        if (certain > 0)
            Box(begin + inset, end - inset, 0, certain, color);
        if (possible > certain)
        {
            var box = Box(begin + inset, end - inset, certain, possible, color.WithAlpha(0.3));
            (box.LineColor, box.LineWidth) = (color, 0.8f * style.Scale);
        }

        ScottPlot.Plottables.Rectangle Box(double left, double right, double bottom, double top, Color fill)
        {
            var box = plot.Add.Rectangle(left, right, bottom, top);
            (box.FillColor, box.LineWidth) = (fill, 0);
            return box;
        }
    }

    private static string Describe(string name, List<Period> periods, int index)
    {
        var known = periods.FindAll(period => period.Recorded[index]);
        name = char.ToUpperInvariant(name[0]) + name[1..];
        if (known.Count == 0)
            return $"{name}: none recorded.";
        var peak = known.MaxBy(period => period.Certain[index])!;
        return $"{name}: {known.Sum(period => (long)period.Certain[index])} certain from {known[0].Name} to {known[^1].Name}, "
            + $"at most {peak.Certain[index]} in {peak.Name}.";
    }

    private sealed record Dyad
    {
        public required string Name { get; init; }

        public required string Direction { get; init; }

        public bool IsDirected => Direction.Contains('>');

        public string[] Codes => IsDirected ? Direction.Split('>') : Name.Split('-');

        public required int Periods { get; init; }
    }

    /// <summary>A period with its counts in the order of <see cref="Names"/>.</summary>
    private sealed record Period
    {
        public required string Name { get; init; }

        public required DateOnly DateStart { get; init; }

        public required DateOnly DateEnd { get; init; }

        public required bool[] Recorded { get; init; }

        public required int[] Certain { get; init; }

        public required int[] Possible { get; init; }
    }
}
