using Api.Listing.Declare;
using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>Colours, sizes and fonts of a picture. Data has the colours of Okabe and Ito, which colour-blind readers can distinguish.</summary>
internal sealed class ChartStyle(PictureSize size)
{
    private static readonly string[] OnLight = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#1B1F23"];
    private static readonly string[] OnDark = ["#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442"];

    public static int MostColours => OnLight.Length;

    public Color Background { get; } = Color.FromHex(size.IsDark ? "#14181D" : "#FFFFFF");

    public Color Text { get; } = Color.FromHex(size.IsDark ? "#E8EAED" : "#1B1F23");

    public Color Muted { get; } = Color.FromHex(size.IsDark ? "#AAB2BB" : "#57606A");

    public Color Grid { get; } = Color.FromHex(size.IsDark ? "#2B323A" : "#E3E6E9");

    /// <summary>The colour of an area without data.</summary>
    public Color Band { get; } = Color.FromHex(size.IsDark ? "#262D34" : "#ECEEF0");

    /// <summary>The factor of all sizes, 1 for a picture of the default size.</summary>
    public float Scale { get; } =
        (float)Math.Clamp(Math.Sqrt((double)size.Width * size.Height / (PictureSize.Default.Width * PictureSize.Default.Height)), 0.8, 2);

    public float Title => 18 * Scale;

    public float Body => 12.5f * Scale;

    public float Small => 11 * Scale;

    public Color Series(int index) => Color.FromHex((size.IsDark ? OnDark : OnLight)[index % MostColours]);

    public static float LineHeight(float size) => size * 1.35f;

    public static float Measure(string text, float size, bool bold = false)
    {
        using var font = Typefaces.Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>Writes a line that begins, ends or has its middle at x, and its top at y.</summary>
    public static void Write(
        SKCanvas canvas, string text, float x, float y, float size, Color color, bool bold = false, SKTextAlign align = SKTextAlign.Left)
    {
        using var font = Typefaces.Font(size, bold);
        using var paint = new SKPaint { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, x, y + size, align, font, paint);
    }

    /// <summary>Breaks a text into lines that fit, and a word that is longer than a line too, so that no text is lost.</summary>
    public static IEnumerable<string> Wrap(string text, float width, float size, bool bold = false)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Measure(longer, size, bold) <= width)
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
                yield return line;
            line = word;
            while (Measure(line, size, bold) > width)
            {
                var fits = line.Length - 1;
                while (fits > 1 && (char.IsLowSurrogate(line[fits]) || Measure(line[..fits], size, bold) > width))
                    fits--;
                yield return line[..fits];
                line = line[fits..];
            }
        }

        if (line.Length > 0)
            yield return line;
    }
}
