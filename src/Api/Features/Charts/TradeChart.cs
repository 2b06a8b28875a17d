using System.Globalization;
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

internal static class TradeChart
{
    /// <summary>More lines would be hard to distinguish.</summary>
    public const int MostSeries = 5;

    private const int MostFigures = 2000;

    private const double Faint = 0.45;

    private static readonly SqlTemplate SeriesSql = new($"""
        select {TradeSeries.Key} as key, unit, indicator, reporter, partner, flow, commodity, period_type, count(*)::integer as figures,
          (count(*) filter (where date_start is not null or date_end is not null))::integer as dated
        from matching
        group by 1, 2, 3, 4, 5, 6, 7, 8
        order by dated desc, key, unit
        """);

    private static readonly SqlTemplate FiguresSql = new($"""
        select {TradeSeries.Key} as series, date, date_start, date_end, value, qualifier, status, source_ids,
          cardinality(contradicts) > 0 as is_contradicted,
          id in (select preferred_id from ({TradeSeries.Of($"{TradeSeries.Key} = any(@series)")}) s) as is_preferred
        from matching
        where {TradeSeries.Key} = any(@series) and unit = @unit and (date_start is not null or date_end is not null)
        order by date_start, date_end, id
        limit {MostFigures + 1}
        """);

    private static readonly (string Status, MarkerShape Shape)[] Statuses =
    [
        ("reported", MarkerShape.FilledCircle),
        ("estimated", MarkerShape.OpenCircle),
        ("expected", MarkerShape.OpenTriangleUp),
        ("announced", MarkerShape.OpenSquare),
        ("target", MarkerShape.OpenDiamond),
    ];

    public static async Task<Chart> ReadAsync(NpgsqlConnection connection, ListQuery query, DatasetVersion version, CancellationToken cancel)
    {
        var sql = SqlBuilder.About(query, version.Version, SeriesSql);
        var all = (await connection.QueryAsync<Series>(sql.Command(cancel))).AsList();
        var measures = all.GroupBy(series => (series.Indicator, series.Unit))
            .OrderByDescending(measure => measure.Sum(series => series.Dated)).ThenBy(measure => measure.Key).ToArray();
        var drawn = measures.FirstOrDefault(measure => measure.Key == ("trade_value", "USD") && measure.Any(series => series.Dated > 0))
            ?? measures.FirstOrDefault();
        var shown = drawn?.Where(series => series.Dated > 0).Take(MostSeries).ToArray() ?? [];
        if (shown.Length == 0)
        {
            return new Chart("Trade figures", "", "An empty chart: no figure with a date matches.") { SourceIds = [], Notes = [.. Undated(all)] };
        }

        var keys = shown.Select(series => series.Key).ToArray();
        sql = SqlBuilder.About(query, version.Version, FiguresSql, ("series", keys), ("unit", drawn!.Key.Unit));
        var figures = (await connection.QueryAsync<Figure>(sql.Command(cancel))).AsList();
        if (figures.Count > MostFigures)
        {
            throw Format.DoesNotFit($"{shown.Sum(series => series.Dated)} figures match, and a chart can hold {MostFigures}; "
                + "narrow them by date_from and date_to, reporter, partner, flow or commodity");
        }

        var countries = await connection.QueryAsync<(string Id, string Name)>(new CommandDefinition(
            $"select r.id, r.name from ({Countries.Resource.Sql}) r", new { version = version.Version }, cancellationToken: cancel));
        var names = countries.ToDictionary(country => country.Id, country => country.Name);
        var labels = shown.Select(series => series.Label(names)).ToArray();
        var order = shown.Select((series, i) => (series.Key, i)).ToDictionary(pair => pair.Key, pair => pair.i);
        var unit = Unit.Of(drawn.Key.Unit, figures.Max(figure => Math.Abs(figure.Value)));
        var style = new ChartStyle(query.Picture);
        var indicator = Words(drawn.Key.Indicator);
        var single = shown.Length == 1;
        return new Chart(
            single ? $"{indicator}: {labels[0]}" : indicator,
            $"{Upper(unit.Name)}, by period. Each mark is in the middle of its period.",
            $"{(single ? "" : $"{labels.Length} series: {string.Join("; ", labels)}. ")}{Describe(figures, order, labels, unit)}")
        {
            SourceIds = [.. figures.SelectMany(figure => figure.SourceIds).Distinct().Order(StringComparer.Ordinal)],
            Legend = [.. Legend(figures, labels, style)],
            Notes = [.. LeftOut(all, drawn.Key, shown), .. Undated(all), .. Contradicted(figures)],
            Draw = (canvas, rect) => Draw(canvas, rect, figures, order, unit, style),
        };
    }

    private static IEnumerable<Symbol> Legend(List<Figure> figures, string[] labels, ChartStyle style)
    {
        var single = labels.Length == 1;
        for (var i = 0; !single && i < labels.Length; i++)
            yield return new(labels[i], style.Series(i), Line: i);
        foreach (var (status, shape) in Statuses.Where(status => figures.Exists(figure => figure.Status == status.Status)))
            yield return new(status, single ? style.Series(0) : style.Text, shape);
        if (figures.Exists(figure => figure.Qualifier != "exact"))
            yield return new("tail: not exact, to the side it points (its length means nothing)", style.Text, MarkerShape.VerticalBar);
        if (figures.Exists(figure => figure.IsApproximate))
            yield return new("approximate period", style.Text.WithAlpha(Faint), Line: 0);
    }

    private static void Draw(SKCanvas canvas, PixelRect rect, List<Figure> figures, Dictionary<string, int> order, Unit unit, ChartStyle style)
    {
        using var plot = TimeAxis.Plot(style);
        var left = 52 * style.Scale;
        plot.Layout.Fixed(new PixelPadding(left, 12 * style.Scale, 22 * style.Scale, 8 * style.Scale));
        var days = figures.SelectMany(figure => new[] { figure.DateStart, figure.DateEnd }).OfType<DateOnly>().ToArray();
        var from = TimeAxis.StartOf(new DateOnly(days.Min().Year, 1, 1));
        var to = TimeAxis.EndOf(new DateOnly(days.Max().Year, 12, 31));
        if (figures.Exists(figure => figure.DateStart is null))
            from -= (to - from) * 0.08;
        if (figures.Exists(figure => figure.DateEnd is null))
            to += (to - from) * 0.08;
        TimeAxis.SetRange(plot, from, to, rect.Width - left, style, least: 12);

        var values = figures.Select(figure => unit.Scale(figure.Value)).ToArray();
        var (least, most) = (Math.Min(0, values.Min()), Math.Max(0, values.Max()));
        var head = Math.Max(most - least, 1e-9) * 0.18;
        (least, most) = (least < 0 ? least - head : 0, most + head);
        plot.Axes.SetLimitsY(unit.IsRank ? most : least, unit.IsRank ? least : most); // The first place is at the top.
        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            LabelFormatter = value => value.ToString("#,0.##", CultureInfo.InvariantCulture),
            MinimumTickSpacing = 26 * style.Scale,
        };

        var pixel = (X: (to - from) / rect.Width, Y: (most - least) / rect.Height);
        var lines = new List<(Coordinates From, Coordinates To)>();
        foreach (var series in figures.GroupBy(figure => figure.Series))
        {
            var years = series.Where(figure => figure.IsPreferred && figure.IsWholeYear && figure.Status is "reported" or "estimated").ToArray();
            foreach (var (before, after) in years.Zip(years.Skip(1)).Where(pair => pair.First.Year + 1 == pair.Second.Year))
                Line(At(before), At(after), order[series.Key], style.Series(order[series.Key]), 2 * style.Scale);
        }

        foreach (var figure in figures)
        {
            var (color, value, middle) = (style.Series(order[figure.Series]), unit.Scale(figure.Value), figure.Middle(from, to));
            var shade = figure.IsApproximate ? color.WithAlpha(Faint) : color;
            Line(new(figure.Begin(from), value), new(figure.End(to), value), order[figure.Series], shade, 1.5f * style.Scale);
            if (figure.DateStart is null)
                TimeAxis.AddArrow(plot, from, value, -1, 5 * style.Scale, pixel, color);
            if (figure.DateEnd is null)
                TimeAxis.AddArrow(plot, to, value, 1, 5 * style.Scale, pixel, color);
            var tail = pixel.Y * 16 * style.Scale * (unit.IsRank ? -1 : 1);
            if (figure.Tail is { } side)
                Line(new(middle, value - (side <= 0 ? tail : 0)), new(middle, value + (side >= 0 ? tail : 0)), 0, color, 1.5f * style.Scale);

            var mark = plot.Add.Marker(middle, value, Statuses.Single(status => status.Status == figure.Status).Shape, 8 * style.Scale, color);
            mark.MarkerLineWidth = 1.8f * style.Scale;
        }

        TimeAxis.Render(plot, canvas, rect);
        Labels.Write(
            canvas, rect,
            [.. figures.OrderBy(figure => figure.Qualifier == "exact").Select(figure => (plot.GetPixel(At(figure)), figure.Text(unit)))],
            [.. lines.Select(line => (plot.GetPixel(line.From), plot.GetPixel(line.To)))],
            style);

        Coordinates At(Figure figure) => new(figure.Middle(from, to), unit.Scale(figure.Value));

        void Line(Coordinates start, Coordinates end, int pattern, Color color, float thick)
        {
            lines.Add((start, end));
            Coordinates Along(double fraction) =>
                new(start.X + ((end.X - start.X) * fraction), start.Y + ((end.Y - start.Y) * fraction));
            var length = Math.Sqrt(Math.Pow((end.X - start.X) / pixel.X, 2) + Math.Pow((end.Y - start.Y) / pixel.Y, 2));
            foreach (var (first, last) in Dashes.Of(pattern, length / thick))
            {
                var dash = plot.Add.Line(Along(first), Along(last));
                (dash.LineColor, dash.LineWidth) = (color, thick);
            }
        }
    }

    private static IEnumerable<string> LeftOut(List<Series> all, (string Indicator, string Unit) drawn, Series[] shown)
    {
        var others = all.Where(series => (series.Indicator, series.Unit) != drawn).ToArray();
        if (others.Length > 0)
        {
            yield return $"The chart shows {drawn.Indicator} in {drawn.Unit}. Not drawn: {Counted(others.Sum(series => series.Figures), "figure")} "
                + "of other indicators or units; choose one by indicator or unit.";
        }

        var more = all.Where(series => (series.Indicator, series.Unit) == drawn && series.Dated > 0).Except(shown).ToArray();
        if (more.Length > 0)
        {
            yield return $"Not drawn: {more.Length} more series with {Counted(more.Sum(series => series.Dated), "figure")}; "
                + "choose by reporter, partner, flow or commodity.";
        }
    }

    private static IEnumerable<string> Undated(List<Series> all)
    {
        var undated = all.Sum(series => series.Figures - series.Dated);
        if (undated > 0)
            yield return $"Not drawn: {Counted(undated, "figure")} without a date.";
    }

    private static IEnumerable<string> Contradicted(List<Figure> figures)
    {
        if (figures.Exists(figure => figure.IsContradicted))
            yield return "† Another record contradicts it.";
    }

    /// <summary>The figures in words if they are few, else their range.</summary>
    private static string Describe(List<Figure> figures, Dictionary<string, int> order, string[] labels, Unit unit)
    {
        const int Few = 12;
        var (least, largest) = (figures.Min(figure => figure.Value), figures.Max(figure => figure.Value));
        return figures.Count <= Few
            ? $"{Upper(unit.Name)}: {string.Join("; ", figures.Select(Describe))}."
            : $"{figures.Count} figures from {unit.Text(least)} to {unit.Text(largest)} {unit.Name}, "
                + $"{figures.Min(figure => figure.Date)} to {figures.Max(figure => figure.Date)}.";

        string Describe(Figure figure) => $"{figure.Date} {figure.Text(unit).TrimEnd('†')}"
            + $"{(figure.Status == "reported" ? "" : $" ({figure.Status})")}{(labels.Length == 1 ? "" : $", {labels[order[figure.Series]]}")}";
    }

    private static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static string Words(string code) => Upper(code.Replace('_', ' '));

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private sealed record Series(
        string Key, string Unit, string Indicator, string Reporter, string? Partner, string? Flow, string? Commodity, string PeriodType,
        int Figures, int Dated)
    {
        public string Label(Dictionary<string, string> names)
        {
            string Name(string code) => names.GetValueOrDefault(code, code);
            var label = (Flow, Partner) switch
            {
                ("export", { } partner) => $"{Name(Reporter)}, exports to {Name(partner)}",
                ("import", { } partner) => $"{Name(Reporter)}, imports from {Name(partner)}",
                ("total", { } partner) => $"{Name(Reporter)} and {Name(partner)}, exports and imports",
                (_, { } partner) => $"{Name(Reporter)}, {Name(partner)}",
                ({ } flow, _) => $"{Name(Reporter)}, {flow}",
                _ => Name(Reporter),
            };
            label = Commodity is null ? label : $"{label}: {Commodity}";
            return PeriodType switch
            {
                "year" => label,
                "year_to_date" => $"{label} (year to date)",
                "as_of" => $"{label} (level)",
                _ => $"{label} ({PeriodType})",
            };
        }
    }

    private sealed record Figure
    {
        public required string Series { get; init; }

        public required string Date { get; init; }

        public required DateOnly? DateStart { get; init; }

        public required DateOnly? DateEnd { get; init; }

        public required decimal Value { get; init; }

        public required string Qualifier { get; init; }

        public required string Status { get; init; }

        public required string[] SourceIds { get; init; }

        public required bool IsContradicted { get; init; }

        public required bool IsPreferred { get; init; }

        public bool IsApproximate => Date.AsSpan().IndexOfAny("~?%") >= 0;

        public int? Year => DateStart?.Year;

        public bool IsWholeYear => DateStart is { Month: 1, Day: 1 } start && DateEnd is { Month: 12, Day: 31 } end && start.Year == end.Year;

        /// <summary>The side of the true value: 1 above, -1 below, 0 either; null when it is exact.</summary>
        public int? Tail => Qualifier switch { "exact" => null, "approximately" => 0, "at_least" or "more_than" => 1, _ => -1 };

        public double Begin(double from) => DateStart is { } day ? TimeAxis.StartOf(day) : from;

        public double End(double to) => DateEnd is { } day ? TimeAxis.EndOf(day) : to;

        /// <summary>A period that is open at one end has its mark at the other.</summary>
        public double Middle(double from, double to) => DateStart is null ? End(to) : DateEnd is null ? Begin(from) : (Begin(from) + End(to)) / 2;

        public string Text(Unit unit) =>
            $"{(Qualifier == "exact" ? "" : $"{Qualifier.Replace('_', ' ')} ")}{unit.Text(Value)}{(IsContradicted ? "†" : "")}";
    }

    private sealed record Unit(string Name, decimal Divisor, bool IsRank)
    {
        public static Unit Of(string code, decimal largest) => code switch
        {
            "USD" when largest >= 1_000_000_000 => new("billion US dollars", 1_000_000_000, false),
            "USD" when largest >= 1_000_000 => new("million US dollars", 1_000_000, false),
            "USD" => new("US dollars", 1, false),
            "ratio" => new("times (ratio)", 1, false),
            "rank" => new("rank (1 is the first)", 1, true),
            _ => new(code, 1, false),
        };

        public double Scale(decimal value) => (double)(value / Divisor);

        public string Text(decimal value) => (value / Divisor).ToString("#,0.####", CultureInfo.InvariantCulture);
    }
}
