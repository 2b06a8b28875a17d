using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>Writes beside marks what they are, where it covers no mark, no line and no other words.</summary>
internal static class Labels
{
    public static void Write(SKCanvas canvas, PixelRect within, IReadOnlyList<(Pixel Place, string Text)> marks, IReadOnlyList<(Pixel From, Pixel To)> lines, ChartStyle look)
    {
        var (size, away) = (look.Small, 7 * look.Scale);
        var taken = marks.Select(mark => new PixelRect(mark.Place, away * 0.7f)).ToList();
        foreach (var (from, to) in lines)
        {
            // A line is in the way as a row of dots would be.
            var dots = Math.Max(1, (int)(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / 4));
            taken.AddRange(Enumerable.Range(0, dots + 1).Select(i => new PixelRect(new Pixel(from.X + ((to.X - from.X) * i / dots), from.Y + ((to.Y - from.Y) * i / dots)), 1)));
        }

        foreach (var (place, text) in marks)
        {
            var (width, height) = (ChartStyle.Measure(text, size), size * 1.1f);
            PixelRect At(float x, float y) => new(x, x + width, y + height, y);
            PixelRect[] places =
            [
                At(place.X - (width / 2), place.Y - away - height), At(place.X + away, place.Y - (height / 2)),
                At(place.X - (width / 2), place.Y + away), At(place.X - away - width, place.Y - (height / 2)),
                At(place.X + away, place.Y - away - height), At(place.X - away - width, place.Y - away - height),
            ];
            if (Array.Find(places, box => box.Left >= within.Left && box.Right <= within.Right && box.Top >= within.Top && box.Bottom <= within.Bottom
                && !taken.Exists(other => box.Left < other.Right && other.Left < box.Right && box.Top < other.Bottom && other.Top < box.Bottom)) is not { Width: > 0 } free)
                continue;
            taken.Add(free);
            ChartStyle.Write(canvas, text, free.Left, free.Top, size, look.Text);
        }
    }
}
