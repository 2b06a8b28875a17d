using Api.Database;
using Api.Formats;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using Dapper;
using Npgsql;
using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>Each date as the time in which it may lie, in a lane for each resource.</summary>
internal static class TimelineChart
{
    private const int MostDates = 2000;

    /// <summary>In pixels, most of which a mark takes.</summary>
    private const double LeastRow = 1.6;

    /// <summary>The days that are shown where the window has no known day.</summary>
    private const int Year = 366;

    private static readonly SqlTemplate DatesSql = new($"""
        select resource, date, date_start, date_end, count(*)::integer as records
        from matching
        group by 1, 2, 3, 4
        order by date_start nulls first, date_end, date
        limit {MostDates + 1}
        """);

    private static readonly SqlTemplate SourcesSql = new("select distinct unnest(source_ids) from matching order by 1");

    public static async Task<Chart> ReadAsync(NpgsqlConnection connection, ListQuery query, DatasetVersion version, CancellationToken cancel)
    {
        var sql = SqlBuilder.About(query, version.Version, DatesSql);
        var dates = (await connection.QueryAsync<Dated>(sql.Command(cancel))).AsList();
        if (dates.Count > MostDates)
        {
            throw Format.DoesNotFit(
                $"the records that match have more than {MostDates} different dates; narrow them by date_from and date_to, dyad or resource");
        }

        sql = SqlBuilder.About(query, version.Version, SourcesSql);
        var sources = (await connection.QueryAsync<string>(sql.Command(cancel))).AsList();
        if (dates.Count == 0)
            return new Chart("Timeline", "", "An empty chart: no dated record matches.") { SourceIds = [] };

        var style = new ChartStyle(query.Picture);
        var lanes = Registry.All
            .Select(resource => (resource.Name, Dates: dates.Where(date => date.Resource == resource.Name).ToArray()))
            .Where(lane => lane.Dates.Length > 0).ToArray();
        var total = dates.Sum(date => date.Records);
        return new Chart(
            "Timeline",
            $"{total} dated {(total == 1 ? "record" : "records")}, each over the time in which its date may lie. "
            + "× is the number with the same date.",
            Describe(lanes, dates))
        {
            SourceIds = sources,
            Legend =
            [
                new("a day", style.Text, MarkerShape.FilledCircle),
                new("somewhere in this time, or all of it", style.Text, Fill: 1),
                .. dates.Exists(date => date.IsApproximate) ? [new Symbol("about this time", style.Text, Fill: 0.3)] : Array.Empty<Symbol>(),
                .. dates.Exists(date => date.IsOpen) ? [new Symbol("open at this end", style.Text, Line: 0, IsArrow: true)] : Array.Empty<Symbol>(),
            ],
            Notes = query.Window is null ? [] : ["Dates that reach beyond the window of time are cut at the edge."],
            Draw = (canvas, rect) => Draw(canvas, rect, lanes, query.Window, style),
        };
    }

    private static string Describe((string Name, Dated[] Dates)[] lanes, List<Dated> dates)
    {
        int Count(Predicate<Dated> which) => dates.FindAll(which).Sum(date => date.Records);
        var counts = lanes.Select(lane => $"{lane.Dates.Sum(date => date.Records)} {lane.Name.Replace('-', ' ')}");
        var (first, last) = (dates.Min(date => date.DateStart ?? date.DateEnd), dates.Max(date => date.DateEnd ?? date.DateStart));
        return $"{string.Join(", ", counts)}; from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}. {Count(date => date.IsDay)} are dated to the day, "
            + $"{Count(date => date.IsApproximate)} only approximately, and {Count(date => date.IsOpen)} are open at an end.";
    }

    private static void Draw(SKCanvas canvas, PixelRect rect, (string Name, Dated[] Dates)[] lanes, Window? window, ChartStyle style)
    {
        var left = lanes.Max(lane => ChartStyle.Measure(lane.Name, style.Small, bold: true)) + (10 * style.Scale);
        var most = lanes.Max(lane => lane.Dates.Max(date => date.Records));
        var right = (6 * style.Scale) + (most == 1 ? 0 : ChartStyle.Measure($"×{most}", style.Small)); // For the number of a mark at the edge.
        var padding = new PixelPadding(left, right, 22 * style.Scale, 2 * style.Scale);
        var (width, height) = (rect.Width - padding.Left - padding.Right, rect.Height - padding.Top - padding.Bottom);
        var days = lanes.SelectMany(lane => lane.Dates).SelectMany(date => new[] { date.DateStart, date.DateEnd }).OfType<DateOnly>().ToArray();
        var from = window?.From is { } first ? TimeAxis.StartOf(first) : TimeAxis.StartOf(days.Min());
        var to = window?.To is { } last ? TimeAxis.EndOf(last) : TimeAxis.EndOf(days.Max());
        if (from >= to) // Only open dates reach into the window: a year of it is shown.
            (from, to) = window!.From is null ? (to - Year, to) : (from, from + Year);
        var slack = (to - from) * 0.02;
        (from, to) = (Math.Max(0, from - slack), to + slack);
        var pixel = (to - from) / width;

        // Every lane has enough rows that no mark covers another.
        var packed = lanes.Select(lane => Pack(lane.Dates, date => (date.Begin(from), date.End(to) + (pixel * Margin(date))))).ToArray();
        double Margin(Dated date) =>
            3 + (date.IsDay ? 4 * style.Scale : 0) + (date.Records > 1 ? ChartStyle.Measure(date.Count, style.Small * 0.9f) + 2 : 0);
        var gap = 5 * style.Scale;
        var line = ChartStyle.LineHeight(style.Small);
        var row = Largest(size => packed.Sum(lane => Math.Max(line, lane.Rows * size) + gap) <= height, 13 * style.Scale);
        if (row < LeastRow)
        {
            throw Format.DoesNotFit("so many dates overlap that the marks would be less than a pixel high in a picture of this height; "
                + "use a larger height, or narrow the records by date_from and date_to, dyad or resource");
        }

        // The vertical axis counts pixels downwards.
        using var plot = TimeAxis.Plot(style);
        plot.Layout.Fixed(padding);
        TimeAxis.SetRange(plot, from, to, width, style);
        plot.Axes.SetLimitsY(height, 0);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        var counts = new List<(double X, double Y, string Text)>();
        var names = new List<(string Name, double Y)>();
        var top = 0.0;
        for (var i = 0; i < lanes.Length; i++)
        {
            var (color, thick, tall) = (style.Series(i), Math.Clamp(row * 0.62, 1, 8 * style.Scale), Math.Max(line, packed[i].Rows * row));
            var begin = top + (gap / 2) + ((tall - (packed[i].Rows * row)) / 2);
            foreach (var (date, index) in packed[i].Dates)
            {
                var y = begin + ((index + 0.5) * row);
                DrawMark(plot, date, y, thick, from, to, pixel, color, style);
                if (date.Records > 1)
                    counts.Add((date.End(to) + (pixel * (2 + (date.IsDay ? 4 * style.Scale : 0))), y, date.Count));
            }

            names.Add((lanes[i].Name, top + (gap / 2) + (tall / 2)));
            top += tall + gap;
            if (i < lanes.Length - 1)
            {
                var border = plot.Add.Line(from, top, to, top);
                (border.LineColor, border.LineWidth) = (style.Grid, style.Scale);
            }
        }

        TimeAxis.Render(plot, canvas, rect);
        float Top(double y, float size) => plot.GetPixel(new Coordinates(from, y)).Y - (size * 0.62f);
        foreach (var (name, y) in names)
            ChartStyle.Write(canvas, name, rect.Left, Top(y, style.Small), style.Small, style.Text, bold: true);
        var small = style.Small * 0.9f;
        var taken = new List<PixelRect>();
        foreach (var (x, y, text) in counts)
        {
            var at = new Pixel(plot.GetPixel(new Coordinates(x, y)).X, Top(y, small));
            var box = new PixelRect(at.X, at.X + ChartStyle.Measure(text, small), at.Y + small, at.Y);
            if (box.Right > rect.Right || taken.Exists(other => Labels.Overlap(box, other)))
                continue;
            taken.Add(box);
            ChartStyle.Write(canvas, text, at.X, at.Y, small, style.Muted);
        }
    }

    private static void DrawMark(Plot plot, Dated date, double y, double thick, double from, double to, double pixel, Color color, ChartStyle style)
    {
        if (date.IsDay)
        {
            var middle = (date.Begin(from) + date.End(to)) / 2;
            var shade = color.WithAlpha(date.IsApproximate ? 0.4 : 1);
            plot.Add.Marker(middle, y, MarkerShape.FilledCircle, (float)Math.Max(thick, 3.5 * style.Scale), shade);
            return;
        }

        var (begin, end) = (date.Begin(from), date.End(to));
        var wide = Math.Max(end - begin, 1.5 * pixel);
        var span = plot.Add.Rectangle(begin, begin + wide, y - (thick / 2), y + (thick / 2));
        span.FillColor = date.IsApproximate ? color.WithAlpha(0.3) : color;
        (span.LineColor, span.LineWidth) = (color, date.IsApproximate ? 0.8f * style.Scale : 0);
        var half = Math.Max(thick, 4.5 * style.Scale);
        if (date.DateStart is null)
            TimeAxis.AddArrow(plot, from, y, -1, half, (pixel, 1), color);
        if (date.DateEnd is null)
            TimeAxis.AddArrow(plot, to, y, 1, half, (pixel, 1), color);
    }

    /// <summary>Assigns each date to the first row in which it covers no other.</summary>
    private static (List<(Dated Date, int Row)> Dates, int Rows) Pack(Dated[] dates, Func<Dated, (double From, double To)> extent)
    {
        var ends = new List<double>();
        var assigned = new List<(Dated, int)>();
        var extents = dates.Select(date => (date, extent(date).From, extent(date).To)).OrderBy(item => item.From).ThenBy(item => item.To);
        foreach (var (date, from, to) in extents)
        {
            var row = ends.FindIndex(end => end <= from);
            if (row < 0)
                (row, ends) = (ends.Count, [.. ends, to]);
            else
                ends[row] = to;
            assigned.Add((date, row));
        }

        return (assigned, ends.Count);
    }

    /// <summary>The largest size up to a limit that fits, to a hundredth of a pixel.</summary>
    private static double Largest(Func<double, bool> fits, double most)
    {
        var (least, tooLarge) = (0.0, most);
        if (fits(most))
            return most;
        while (tooLarge - least > 0.01)
        {
            var middle = (least + tooLarge) / 2;
            (least, tooLarge) = fits(middle) ? (middle, tooLarge) : (least, middle);
        }

        return least;
    }

    private sealed record Dated
    {
        public required string Resource { get; init; }

        public required string Date { get; init; }

        public required DateOnly? DateStart { get; init; }

        public required DateOnly? DateEnd { get; init; }

        public required int Records { get; init; }

        public bool IsApproximate => Date.AsSpan().IndexOfAny("~?%") >= 0;

        public bool IsOpen => DateStart is null || DateEnd is null;

        public bool IsDay => DateStart is not null && DateStart == DateEnd;

        public string Count => $"×{Records}";

        public double Begin(double from) => DateStart is { } day ? Math.Max(from, TimeAxis.StartOf(day)) : from;

        public double End(double to) => DateEnd is { } day ? Math.Min(to, TimeAxis.EndOf(day)) : to;
    }
}
