using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>The horizontal axis: days by their number, with labels of years or months.</summary>
internal static class TimeAxis
{
    /// <summary>Months between labels.</summary>
    private static readonly int[] Steps = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000];

    public static double StartOf(DateOnly day) => day.DayNumber;

    public static double EndOf(DateOnly day) => day.DayNumber + 1;

    /// <summary>A plot with an axis but without a frame.</summary>
    public static Plot Plot(ChartStyle style)
    {
        ChartStyle.Measure("", style.Small); // This registers the font with ScottPlot.
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false; // The canvas has texts and other plots.
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(style.Muted);
        foreach (var axis in new IAxis[] { plot.Axes.Top, plot.Axes.Right, plot.Axes.Left })
            axis.FrameLineStyle.IsVisible = false;
        plot.Axes.Bottom.FrameLineStyle.Width = style.Scale;
        plot.Grid.XAxisStyle.MajorLineStyle.IsVisible = false;
        foreach (var line in new[] { plot.Grid.XAxisStyle.MinorLineStyle, plot.Grid.YAxisStyle.MajorLineStyle })
            (line.IsVisible, line.Color, line.Width) = (true, style.Grid, style.Scale);
        plot.Grid.YAxisStyle.MinorLineStyle.IsVisible = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            var label = axis.TickLabelStyle;
            (label.FontName, label.FontSize, label.ForeColor) = (Typefaces.Family, style.Small, style.Muted);
            (axis.MajorTickStyle.Length, axis.MajorTickStyle.Color) = (3 * style.Scale, Colors.Transparent); // It only moves the labels away.
            axis.MinorTickStyle.Length = 0;
        }

        (plot.Axes.Bottom.MinorTickStyle.Length, plot.Axes.Bottom.MinorTickStyle.Width) = (3 * style.Scale, style.Scale);

        return plot;
    }

    /// <summary>Sets the range of days, and labels as many years or months as fit, at least so many months apart.</summary>
    public static void SetRange(Plot plot, double from, double to, float width, ChartStyle style, int least = 1)
    {
        plot.Axes.SetLimitsX(from, to);
        var label = ChartStyle.Measure("0000-00", style.Small) * 1.5;
        bool Fits(int months) => months * 30.44 / (to - from) * width >= (months < 12 ? label : label * 0.75);
        var step = Steps.FirstOrDefault(months => months >= least && Fits(months), Steps[^1]);
        var ticks = new NumericManual();
        var first = DateOnly.FromDayNumber((int)Math.Clamp(from, 0, DateOnly.MaxValue.DayNumber));
        var month = step < 12 ? ((first.Month - 1) / step * step) + 1 : 1;
        var year = step < 12 ? first.Year : Math.Max(1, first.Year / (step / 12) * (step / 12));
        for (var day = new DateOnly(year, month, 1); day.DayNumber <= to;)
        {
            var last = day.Year > 9999 - ((step + 11) / 12);
            var next = last ? DateOnly.MaxValue : day.AddMonths(step);
            ticks.AddMinor(day.DayNumber);
            // The label of one year or month is in its middle, that of several at the first; one that the edge would cut is left out.
            var middle = step is 1 or 12 ? (day.DayNumber + next.DayNumber) / 2.0 : day.DayNumber;
            var text = day.ToString(step < 12 ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture);
            if (middle >= from && middle + (ChartStyle.Measure(text, style.Small) / 2 * (to - from) / width) <= to)
                ticks.AddMajor(middle, text);
            if (last)
                break;
            day = next;
        }

        plot.Axes.Bottom.TickGenerator = ticks;
    }

    /// <summary>Draws the plot. The library draws a new plot twice, because ticks may have moved its axes: the first time goes nowhere.</summary>
    public static void Render(Plot plot, SKCanvas canvas, PixelRect rect)
    {
        using (var nowhere = new SKNoDrawCanvas((int)rect.Right, (int)rect.Bottom))
            plot.Render(nowhere, rect);
        plot.Render(canvas, rect);
    }

    /// <summary>Adds the head of an arrow at an edge (1 right, -1 left), for a date that is open at that end. Half its height is in pixels.</summary>
    public static void AddArrow(Plot plot, double edge, double y, int side, double half, (double X, double Y) pixel, Color color)
    {
        var back = edge - (side * half * 2 * pixel.X);
        var head = plot.Add.Polygon(new Coordinates[] { new(edge, y), new(back, y + (half * pixel.Y)), new(back, y - (half * pixel.Y)) });
        (head.FillColor, head.LineWidth) = (color, 0);
    }
}
