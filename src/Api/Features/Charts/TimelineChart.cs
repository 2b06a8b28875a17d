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

/// <summary>Dates as the time in which they may lie, a lane for each resource.</summary>
internal static class TimelineChart
{
    private const int MostDates = 2000;

    /// <summary>In pixels, of which a mark takes the larger part.</summary>
    private const double LeastRow = 1.6;

    /// <summary>In days: what is shown where no known day lies in the window.</summary>
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
            throw Format.DoesNotFit($"the records that match have more than {MostDates} different dates; narrow them by date_from and date_to, dyad or resource");
        sql = SqlBuilder.About(query, version.Version, SourcesSql);
        var sources = (await connection.QueryAsync<string>(sql.Command(cancel))).AsList();
        if (dates.Count == 0)
            return new Chart("Timeline", "", "An empty chart: no dated record matches.") { SourceIds = [] };

        var look = new ChartStyle(query.Picture);
        var lanes = Registry.All.Select(resource => resource.Name).Select(name => (Name: name, Dates: dates.Where(date => date.Resource == name).ToArray())).Where(lane => lane.Dates.Length > 0).ToArray();
        var total = dates.Sum(date => date.Records);
        return new Chart("Timeline", $"{total} dated {(total == 1 ? "record" : "records")}, each over the time in which its date may lie. × tells how many have the same date, where there is room.",
            $"{string.Join(", ", lanes.Select(lane => $"{lane.Dates.Sum(date => date.Records)} {lane.Name.Replace('-', ' ')}"))}; from {dates.Min(date => date.DateStart ?? date.DateEnd):yyyy-MM-dd} to {dates.Max(date => date.DateEnd ?? date.DateStart):yyyy-MM-dd}. "
            + $"{dates.Where(date => date.IsDay).Sum(date => date.Records)} are dated to the day, {dates.Where(date => date.IsApproximate).Sum(date => date.Records)} only approximately, and {dates.Where(date => date.IsOpen).Sum(date => date.Records)} are open at an end.")
        {
            SourceIds = sources,
            Legend =
            [
                new("a day", look.Text, MarkerShape.FilledCircle),
                new("somewhere in this time, or all of it", look.Text, Fill: 1),
                .. dates.Exists(date => date.IsApproximate) ? [new Symbol("about this time", look.Text, Fill: 0.3)] : Array.Empty<Symbol>(),
                .. dates.Exists(date => date.IsOpen) ? [new Symbol("open at this end", look.Text, Line: 0, IsArrow: true)] : Array.Empty<Symbol>(),
            ],
            Notes = query.Window is null ? [] : ["What reaches beyond the window of time is cut at the edge."],
            Draw = (canvas, rect) => Draw(canvas, rect, lanes, query.Window, look),
        };
    }

    private static void Draw(SKCanvas canvas, PixelRect rect, (string Name, Dated[] Dates)[] lanes, Window? window, ChartStyle look)
    {
        var left = lanes.Max(lane => ChartStyle.Measure(lane.Name, look.Small, bold: true)) + (10 * look.Scale);
        var most = lanes.Max(lane => lane.Dates.Max(date => date.Records));
        var right = (6 * look.Scale) + (most == 1 ? 0 : ChartStyle.Measure($"×{most}", look.Small)); // Of what reaches to the edge, the number stands behind it.
        var padding = new PixelPadding(left, right, 22 * look.Scale, 2 * look.Scale);
        var (width, height) = (rect.Width - padding.Left - padding.Right, rect.Height - padding.Top - padding.Bottom);
        var days = lanes.SelectMany(lane => lane.Dates).SelectMany(date => new[] { date.DateStart, date.DateEnd }).OfType<DateOnly>().ToArray();
        var from = window?.From is { } first ? TimeAxis.Of(first) : TimeAxis.Of(days.Min());
        var to = window?.To is { } last ? TimeAxis.After(last) : TimeAxis.After(days.Max());
        if (from >= to) // Only what is open at an end reaches into the window: a year of it is shown.
            (from, to) = window!.From is null ? (to - Year, to) : (from, from + Year);
        var slack = (to - from) * 0.02;
        (from, to) = (Math.Max(0, from - slack), to + slack);
        var pixel = (to - from) / width;

        // Every lane has rows enough that no mark covers another.
        var packed = lanes.Select(lane => Pack(lane.Dates, date => (date.Begin(from), date.End(to) + Beside(date)))).ToArray();
        double Beside(Dated date) => pixel * (3 + (date.IsDay ? 4 * look.Scale : 0) + (date.Records > 1 ? ChartStyle.Measure(date.Count, look.Small * 0.9f) + 2 : 0));
        var gap = 5 * look.Scale;
        var line = ChartStyle.LineOf(look.Small);
        var row = Largest(size => packed.Sum(lane => Math.Max(line, lane.Rows * size) + gap) <= height, 13 * look.Scale);
        if (row < LeastRow)
            throw Format.DoesNotFit($"so many times overlap that the marks would be less than a pixel high in a picture of this height; take a larger height, or narrow the records by date_from and date_to, dyad or resource");

        // Vertically the plot counts pixels, downwards.
        using var plot = TimeAxis.Plot(look);
        plot.Layout.Fixed(padding);
        TimeAxis.Show(plot, from, to, width, look);
        plot.Axes.SetLimitsY(height, 0);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        var counts = new List<(double X, double Y, string Text)>();
        var names = new List<(string Name, double Y)>();
        var top = 0.0;
        for (var i = 0; i < lanes.Length; i++)
        {
            var (color, thick, tall) = (look.Series(i), Math.Clamp(row * 0.62, 1, 8 * look.Scale), Math.Max(line, packed[i].Rows * row));
            var begin = top + (gap / 2) + ((tall - (packed[i].Rows * row)) / 2);
            foreach (var (date, place) in packed[i].Places)
            {
                var y = begin + ((place + 0.5) * row);
                Mark(plot, date, y, thick, from, to, pixel, color, look);
                if (date.Records > 1)
                    counts.Add((date.End(to) + (pixel * (2 + (date.IsDay ? 4 * look.Scale : 0))), y, date.Count));
            }

            names.Add((lanes[i].Name, top + (gap / 2) + (tall / 2)));
            top += tall + gap;
            if (i < lanes.Length - 1)
            {
                var border = plot.Add.Line(from, top, to, top);
                (border.LineColor, border.LineWidth) = (look.Grid, look.Scale);
            }
        }

        TimeAxis.Render(plot, canvas, rect);
        float Top(double y, float size) => plot.GetPixel(new Coordinates(from, y)).Y - (size * 0.62f);
        foreach (var (name, y) in names)
            ChartStyle.Write(canvas, name, rect.Left, Top(y, look.Small), look.Small, look.Text, bold: true);
        var small = look.Small * 0.9f;
        var taken = new List<PixelRect>();
        foreach (var (x, y, text) in counts)
        {
            var at = new Pixel(plot.GetPixel(new Coordinates(x, y)).X, Top(y, small));
            var box = new PixelRect(at.X, at.X + ChartStyle.Measure(text, small), at.Y + small, at.Y);
            if (box.Right > rect.Right || taken.Exists(other => box.Left < other.Right && other.Left < box.Right && box.Top < other.Bottom && other.Top < box.Bottom))
                continue;
            taken.Add(box);
            ChartStyle.Write(canvas, text, at.X, at.Y, small, look.Muted);
        }
    }

    private static void Mark(Plot plot, Dated date, double y, double thick, double from, double to, double pixel, Color color, ChartStyle look)
    {
        if (date.IsDay)
        {
            plot.Add.Marker((date.Begin(from) + date.End(to)) / 2, y, MarkerShape.FilledCircle, (float)Math.Max(thick, 3.5 * look.Scale), color.WithAlpha(date.IsApproximate ? 0.4 : 1));
            return;
        }

        var (begin, end) = (date.Begin(from), date.End(to));
        var wide = Math.Max(end - begin, 1.5 * pixel);
        var span = plot.Add.Rectangle(begin, begin + wide, y - (thick / 2), y + (thick / 2));
        span.FillColor = date.IsApproximate ? color.WithAlpha(0.3) : color;
        (span.LineColor, span.LineWidth) = (color, date.IsApproximate ? 0.8f * look.Scale : 0);
        var half = Math.Max(thick, 4.5 * look.Scale);
        if (date.DateStart is null)
            TimeAxis.AddArrow(plot, from, y, -1, half, (pixel, 1), color);
        if (date.DateEnd is null)
            TimeAxis.AddArrow(plot, to, y, 1, half, (pixel, 1), color);
    }

    /// <summary>Puts each into the first row in which it covers no other.</summary>
    private static (List<(Dated Date, int Row)> Places, int Rows) Pack(Dated[] dates, Func<Dated, (double From, double To)> extent)
    {
        var ends = new List<double>();
        var places = new List<(Dated, int)>();
        foreach (var (date, from, to) in dates.Select(date => (date, extent(date).From, extent(date).To)).OrderBy(item => item.From).ThenBy(item => item.To))
        {
            var row = ends.FindIndex(end => end <= from);
            if (row < 0)
                (row, ends) = (ends.Count, [.. ends, to]);
            else
                ends[row] = to;
            places.Add((date, row));
        }

        return (places, ends.Count);
    }

    /// <summary>The largest size up to a bound that fits, to a hundredth of a pixel.</summary>
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

        public double Begin(double from) => DateStart is { } day ? Math.Max(from, TimeAxis.Of(day)) : from;

        public double End(double to) => DateEnd is { } day ? Math.Min(to, TimeAxis.After(day)) : to;
    }
}
