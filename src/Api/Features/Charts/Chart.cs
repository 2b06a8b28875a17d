using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>A chart before it is drawn: its data in the shape of a plot, and the words around it.</summary>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Subtitle">The unit, and what is put against what.</param>
/// <param name="Alt">What it shows, in words, for those who cannot see it.</param>
internal sealed record Chart(string Title, string Subtitle, string Alt)
{
    /// <summary>What its colours and marks mean.</summary>
    public IReadOnlyList<Symbol> Legend { get; init; } = [];

    /// <summary>What is left out, and other remarks.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Ids of the documents behind it; null when its rows name none, so that it is all of them.</summary>
    public IReadOnlyList<string>? SourceIds { get; init; }

    /// <summary>Draws the plot with its axes; null when there is nothing to be drawn.</summary>
    public Action<SKCanvas, PixelRect>? Draw { get; init; }
}

/// <summary>A mark, and what it means.</summary>
/// <param name="Meaning">Its meaning.</param>
/// <param name="Color">Its colour.</param>
/// <param name="Marker">The shape, if it is one.</param>
/// <param name="Line">The place of the pattern of <see cref="Dashes"/>, if it is a line.</param>
/// <param name="Fill">How opaque the box is, if it is one.</param>
/// <param name="IsArrow">Whether the line begins in the head of an arrow.</param>
internal sealed record Symbol(string Meaning, Color Color, MarkerShape Marker = MarkerShape.None, int? Line = null, double? Fill = null, bool IsArrow = false)
{
    /// <summary>Draws it in the middle of a box.</summary>
    public void Draw(SKCanvas canvas, PixelRect box, ChartStyle look)
    {
        using var paint = Paint.NewDisposablePaint();
        var middle = new Pixel(box.HorizontalCenter, box.VerticalCenter);
        if (Fill is { } opacity)
        {
            Drawing.FillRectangle(canvas, box, paint, new FillStyle { Color = Color.WithAlpha(opacity), IsVisible = true });
            if (opacity < 1)
                Drawing.DrawRectangle(canvas, box, paint, new LineStyle { Color = Color, Width = look.Scale, IsVisible = true });
        }

        if (Line is { } pattern)
        {
            foreach (var (from, to) in Dashes.Of(pattern, box.Width / (2 * look.Scale)))
                Drawing.DrawLine(canvas, paint, new Pixel(box.Left + (from * box.Width), middle.Y), new Pixel(box.Left + (to * box.Width), middle.Y), new LineStyle { Color = Color, Width = 2 * look.Scale });
        }

        if (IsArrow)
        {
            using var head = new SKPath();
            head.MoveTo(box.Left, middle.Y);
            head.LineTo(box.Left + box.Height, box.Top);
            head.LineTo(box.Left + box.Height, box.Bottom);
            head.Close();
            Drawing.FillPath(canvas, paint, head, new FillStyle { Color = Color, IsVisible = true });
        }

        if (Marker != MarkerShape.None)
            new MarkerStyle(Marker, 8 * look.Scale, Color) { LineWidth = 1.6f * look.Scale }.Render(canvas, middle, paint);
    }
}
