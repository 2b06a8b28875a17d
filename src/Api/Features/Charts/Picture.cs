using Api.Listing.Declare;
using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>Lays a chart out as a picture: title, legend, plot, remarks and origin, one below the other, none of them cut.</summary>
internal static class Picture
{
    private const string Nothing = "Nothing to be drawn: no record matches.";

    public static byte[] Png(Chart chart, string origin, PictureSize size)
    {
        using var surface = SKSurface.Create(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        Draw(surface.Canvas, chart, origin, size);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The picture as SVG, as the library writes it.</summary>
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
        var look = new ChartStyle(size);
        var margin = 14 * look.Scale;
        var width = size.Width - (2 * margin);
        using (var paint = new SKPaint { Color = look.Background.ToSKColor() })
            canvas.DrawRect(0, 0, size.Width, size.Height, paint);

        var top = Lines(canvas, [chart.Title], margin, margin * 0.7f, width, look.Title, look.Text, bold: true);
        top = Lines(canvas, [chart.Subtitle], margin, top, width, look.Body, look.Muted);
        top = Legend(canvas, chart.Legend, margin, top + (4 * look.Scale), width, look);

        var words = chart.Notes.Append(origin).SelectMany(note => ChartStyle.Wrap(note, width, look.Small)).ToArray();
        var bottom = size.Height - (margin * 0.7f) - (words.Length * ChartStyle.LineOf(look.Small));
        Lines(canvas, words, margin, bottom, width, look.Small, look.Muted);

        var rect = new PixelRect(margin, size.Width - margin, bottom - (4 * look.Scale), top + (4 * look.Scale));
        if (chart.Draw is { } draw)
            draw(canvas, rect);
        else
            ChartStyle.Write(canvas, Nothing, rect.HorizontalCenter, rect.VerticalCenter - look.Body, look.Body, look.Text, align: SKTextAlign.Center);
    }

    /// <summary>Writes lines below each other, and gives where the last ends.</summary>
    private static float Lines(SKCanvas canvas, IEnumerable<string> texts, float x, float y, float width, float size, Color color, bool bold = false)
    {
        foreach (var line in texts.SelectMany(text => ChartStyle.Wrap(text, width, size, bold)))
        {
            ChartStyle.Write(canvas, line, x, y, size, color, bold);
            y += ChartStyle.LineOf(size);
        }

        return y;
    }

    private static float Legend(SKCanvas canvas, IReadOnlyList<Symbol> symbols, float left, float top, float width, ChartStyle look)
    {
        if (symbols.Count == 0)
            return top;
        var (x, box, gap) = (left, 18 * look.Scale, 6 * look.Scale);
        foreach (var symbol in symbols)
        {
            var room = box + gap + ChartStyle.Measure(symbol.Meaning, look.Small);
            if (x > left && x + room > left + width)
                (x, top) = (left, top + ChartStyle.LineOf(look.Small));
            var middle = top + (look.Small * 0.66f);
            symbol.Draw(canvas, new PixelRect(x, x + box, middle + (look.Small * 0.38f), middle - (look.Small * 0.38f)), look);
            ChartStyle.Write(canvas, symbol.Meaning, x + box + gap, top, look.Small, look.Text);
            x += room + (2.5f * gap);
        }

        return top + ChartStyle.LineOf(look.Small);
    }
}
