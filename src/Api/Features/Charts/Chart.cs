using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>A chart before it is drawn. Alt is its content in words, for readers who cannot see it.</summary>
internal sealed record Chart(string Title, string Subtitle, string Alt)
{
    public IReadOnlyList<Symbol> Legend { get; init; } = [];

    /// <summary>Omissions and other remarks.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Ids of its source documents; null for all, where its rows do not name them.</summary>
    public IReadOnlyList<string>? SourceIds { get; init; }

    /// <summary>Draws the plot with its axes; null when there is nothing to draw.</summary>
    public Action<SKCanvas, PixelRect>? Draw { get; init; }
}

/// <summary>A mark in the legend: a marker, a line with a pattern of <see cref="Dashes"/>, or a box with an opacity.</summary>
internal sealed record Symbol(
    string Meaning, Color Color, MarkerShape Marker = MarkerShape.None, int? Line = null, double? Fill = null, bool IsArrow = false)
{
    public void Draw(SKCanvas canvas, PixelRect box, ChartStyle style)
    {
        using var paint = Paint.NewDisposablePaint();
        var middle = new Pixel(box.HorizontalCenter, box.VerticalCenter);
        if (Fill is { } opacity)
        {
            Drawing.FillRectangle(canvas, box, paint, new FillStyle { Color = Color.WithAlpha(opacity), IsVisible = true });
            if (opacity < 1)
                Drawing.DrawRectangle(canvas, box, paint, new LineStyle { Color = Color, Width = style.Scale, IsVisible = true });
        }

        if (Line is { } pattern)
        {
            var line = new LineStyle { Color = Color, Width = 2 * style.Scale };
            foreach (var (from, to) in Dashes.Of(pattern, box.Width / (2 * style.Scale)))
            {
                Drawing.DrawLine(
                    canvas, paint, new Pixel(box.Left + (from * box.Width), middle.Y), new Pixel(box.Left + (to * box.Width), middle.Y), line);
            }
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
            new MarkerStyle(Marker, 8 * style.Scale, Color) { LineWidth = 1.6f * style.Scale }.Render(canvas, middle, paint);
    }
}
