using Api.Formats;
using Api.Listing.Declare;
using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>The layout of a picture: title, legend, plot, remarks and origin below each other, none of them cut.</summary>
internal static class Picture
{
    private const string Nothing = "Nothing to draw: no record matches.";

    /// <summary>The lines of small text that a plot is at least as high as.</summary>
    private const int LeastLines = 4;

    public static byte[] Png(Chart chart, string origin, PictureSize size)
    {
        using var surface = SKSurface.Create(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        Draw(surface.Canvas, chart, origin, size);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public static Stream Svg(Chart chart, string origin, PictureSize size)
    {
        var svg = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, size.Width, size.Height), svg))
            Draw(canvas, chart, origin, size);
        svg.Position = 0;
        return svg;
    }

    private static void Draw(SKCanvas canvas, Chart chart, string origin, PictureSize size)
    {
        var style = new ChartStyle(size);
        var margin = 14 * style.Scale;
        var width = size.Width - (2 * margin);
        using (var paint = new SKPaint { Color = style.Background.ToSKColor() })
            canvas.DrawRect(0, 0, size.Width, size.Height, paint);

        var top = WriteLines(canvas, [chart.Title], margin, margin * 0.7f, width, style.Title, style.Text, bold: true);
        top = WriteLines(canvas, [chart.Subtitle], margin, top, width, style.Body, style.Muted);
        top = DrawLegend(canvas, chart.Legend, margin, top + (4 * style.Scale), width, style);

        var words = chart.Notes.Append(origin).SelectMany(note => ChartStyle.Wrap(note, width, style.Small)).ToArray();
        var bottom = size.Height - (margin * 0.7f) - (words.Length * ChartStyle.LineHeight(style.Small));
        WriteLines(canvas, words, margin, bottom, width, style.Small, style.Muted);

        if (bottom - top < LeastLines * ChartStyle.LineHeight(style.Small))
        {
            throw Format.DoesNotFit("the title, legend and notes are so long that they leave no room for the plot; "
                + "use a larger width or height, or narrow the records");
        }

        var rect = new PixelRect(margin, size.Width - margin, bottom - (4 * style.Scale), top + (4 * style.Scale));
        if (chart.Draw is { } draw)
            draw(canvas, rect);
        else
        {
            ChartStyle.Write(
                canvas, Nothing, rect.HorizontalCenter, rect.VerticalCenter - style.Body, style.Body, style.Text, align: SKTextAlign.Center);
        }
    }

    /// <summary>Writes lines below each other, and returns the end of the last.</summary>
    private static float WriteLines(
        SKCanvas canvas, IEnumerable<string> texts, float x, float y, float width, float size, Color color, bool bold = false)
    {
        foreach (var line in texts.SelectMany(text => ChartStyle.Wrap(text, width, size, bold)))
        {
            ChartStyle.Write(canvas, line, x, y, size, color, bold);
            y += ChartStyle.LineHeight(size);
        }

        return y;
    }

    private static float DrawLegend(SKCanvas canvas, IReadOnlyList<Symbol> symbols, float left, float top, float width, ChartStyle style)
    {
        if (symbols.Count == 0)
            return top;
        var (x, box, gap) = (left, 18 * style.Scale, 6 * style.Scale);
        foreach (var symbol in symbols)
        {
            string[] lines = [.. ChartStyle.Wrap(symbol.Meaning, width - box - gap, style.Small)];
            var needed = box + gap + lines.Max(line => ChartStyle.Measure(line, style.Small));
            if (x > left && x + needed > left + width)
                (x, top) = (left, top + ChartStyle.LineHeight(style.Small));
            var middle = top + (style.Small * 0.66f);
            symbol.Draw(canvas, new PixelRect(x, x + box, middle + (style.Small * 0.38f), middle - (style.Small * 0.38f)), style);
            WriteLines(canvas, lines, x + box + gap, top, needed, style.Small, style.Text);
            top += (lines.Length - 1) * ChartStyle.LineHeight(style.Small);
            x += lines.Length > 1 ? width : needed + (2.5f * gap); // Nothing is beside a meaning of several lines.
        }

        return top + ChartStyle.LineHeight(style.Small);
    }
}
