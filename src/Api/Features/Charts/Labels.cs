using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>Labels next to marks. One that would cover a mark, a line or another label is left out.</summary>
internal static class Labels
{
    public static void Write(
        SKCanvas canvas, PixelRect within, IReadOnlyList<(Pixel At, string Text)> marks, IReadOnlyList<(Pixel From, Pixel To)> lines,
        ChartStyle style)
    {
        var (size, away) = (style.Small, 7 * style.Scale);
        var taken = marks.Select(mark => new PixelRect(mark.At, away * 0.7f)).ToList();
        foreach (var (from, to) in lines)
        {
            // A line occupies the space of a row of dots.
            var dots = Math.Max(1, (int)(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / 4));
            taken.AddRange(Enumerable.Range(0, dots + 1)
                .Select(i => new PixelRect(new Pixel(from.X + ((to.X - from.X) * i / dots), from.Y + ((to.Y - from.Y) * i / dots)), 1)));
        }

        foreach (var (at, text) in marks)
        {
            var (width, height) = (ChartStyle.Measure(text, size), size * 1.1f);
            PixelRect Box(float x, float y) => new(x, x + width, y + height, y);
            PixelRect[] boxes =
            [
                Box(at.X - (width / 2), at.Y - away - height), Box(at.X + away, at.Y - (height / 2)),
                Box(at.X - (width / 2), at.Y + away), Box(at.X - away - width, at.Y - (height / 2)),
                Box(at.X + away, at.Y - away - height), Box(at.X - away - width, at.Y - away - height),
            ];
            if (Array.Find(boxes, box => Contains(within, box) && !taken.Exists(other => Overlap(box, other))) is not { Width: > 0 } free)
                continue;
            taken.Add(free);
            ChartStyle.Write(canvas, text, free.Left, free.Top, size, style.Text);
        }
    }

    public static bool Overlap(PixelRect one, PixelRect other) =>
        one.Left < other.Right && other.Left < one.Right && one.Top < other.Bottom && other.Top < one.Bottom;

    private static bool Contains(PixelRect outer, PixelRect inner) =>
        inner.Left >= outer.Left && inner.Right <= outer.Right && inner.Top >= outer.Top && inner.Bottom <= outer.Bottom;
}
