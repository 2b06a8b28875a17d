using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>Days along the horizontal axis, each as its number, with years or months below.</summary>
internal static class TimeAxis
{
    /// <summary>Steps between labels, in months.</summary>
    private static readonly int[] Steps = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000];

    /// <summary>The place of a day's beginning.</summary>
    public static double Of(DateOnly day) => day.DayNumber;

    /// <summary>The place of a day's end.</summary>
    public static double After(DateOnly day) => day.DayNumber + 1;

    /// <summary>A plot with a bare frame, in the colours of the look.</summary>
    public static Plot Plot(ChartStyle look)
    {
        ChartStyle.Measure("", look.Small); // The font is known to ScottPlot from here on.
        var plot = new Plot();
        plot.RenderManager.ClearCanvasBeforeEachRender = false; // There are words on it, and other plots.
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(look.Muted);
        plot.Axes.Top.FrameLineStyle.IsVisible = plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Axes.Bottom.FrameLineStyle.Width = look.Scale;
        plot.Grid.XAxisStyle.MajorLineStyle.IsVisible = false;
        foreach (var line in new[] { plot.Grid.XAxisStyle.MinorLineStyle, plot.Grid.YAxisStyle.MajorLineStyle })
            (line.IsVisible, line.Color, line.Width) = (true, look.Grid, look.Scale);
        plot.Grid.YAxisStyle.MinorLineStyle.IsVisible = false;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            (axis.TickLabelStyle.FontName, axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) = (Typefaces.Family, look.Small, look.Muted);
            (axis.MajorTickStyle.Length, axis.MajorTickStyle.Color) = (3 * look.Scale, Colors.Transparent); // It only keeps the words away.
            axis.MinorTickStyle.Length = 0;
        }

        (plot.Axes.Bottom.MinorTickStyle.Length, plot.Axes.Bottom.MinorTickStyle.Width) = (3 * look.Scale, look.Scale);

        return plot;
    }

    /// <summary>Sets the days that are shown, and labels as many years or months as there is room for, each in the middle of its own.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="from">The place of the first.</param>
    /// <param name="to">The place behind the last.</param>
    /// <param name="width">How many pixels they have.</param>
    /// <param name="look">Its look.</param>
    /// <param name="least">The least number of months from one label to the next.</param>
    public static void Show(Plot plot, double from, double to, float width, ChartStyle look, int least = 1)
    {
        plot.Axes.SetLimitsX(from, to);
        var room = ChartStyle.Measure("0000-00", look.Small) * 1.5;
        var step = Steps.FirstOrDefault(months => months >= least && months * 30.44 / (to - from) * width >= (months < 12 ? room : room * 0.75), Steps[^1]);
        var ticks = new NumericManual();
        var first = DateOnly.FromDayNumber((int)Math.Clamp(from, 0, DateOnly.MaxValue.DayNumber));
        var month = step < 12 ? ((first.Month - 1) / step * step) + 1 : 1;
        var year = step < 12 ? first.Year : Math.Max(1, first.Year / (step / 12) * (step / 12));
        for (var day = new DateOnly(year, month, 1); day.DayNumber <= to;)
        {
            var last = day.Year > 9999 - ((step + 11) / 12);
            var next = last ? DateOnly.MaxValue : day.AddMonths(step);
            ticks.AddMinor(day.DayNumber);
            // A label of one year or month stands in its middle; that of several at the first of them, unless the edge would cut it.
            var middle = step is 1 or 12 ? (day.DayNumber + next.DayNumber) / 2.0 : day.DayNumber;
            var label = day.ToString(step < 12 ? "yyyy-MM" : "yyyy", CultureInfo.InvariantCulture);
            if (middle >= from && middle + (ChartStyle.Measure(label, look.Small) / 2 * (to - from) / width) <= to)
                ticks.AddMajor(middle, label);
            if (last)
                break;
            day = next;
        }

        plot.Axes.Bottom.TickGenerator = ticks;
    }

    /// <summary>Draws the plot. The first time the library draws twice over, for ticks that may have moved the axes: that goes nowhere.</summary>
    public static void Render(Plot plot, SKCanvas canvas, PixelRect rect)
    {
        using (var nowhere = new SKNoDrawCanvas((int)rect.Right, (int)rect.Bottom))
            plot.Render(nowhere, rect);
        plot.Render(canvas, rect);
    }

    /// <summary>Adds the head of an arrow at an edge: what it belongs to is open at that end.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="edge">The place of the edge.</param>
    /// <param name="y">Its height.</param>
    /// <param name="side">1 for the right edge, -1 for the left.</param>
    /// <param name="half">Half its height in pixels.</param>
    /// <param name="pixel">What a pixel is worth, horizontally and vertically.</param>
    /// <param name="color">Its colour.</param>
    public static void AddArrow(Plot plot, double edge, double y, int side, double half, (double X, double Y) pixel, Color color)
    {
        var back = edge - (side * half * 2 * pixel.X);
        var head = plot.Add.Polygon(new Coordinates[] { new(edge, y), new(back, y + (half * pixel.Y)), new(back, y - (half * pixel.Y)) });
        (head.FillColor, head.LineWidth) = (color, 0);
    }
}
