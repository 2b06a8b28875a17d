using System.Reflection;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Api.Features.Charts;

/// <summary>The font of the charts, Inter (SIL Open Font License), from a package, so that a picture is the same on every machine.</summary>
internal sealed class Typefaces : IFontResolver
{
    public const string Family = "Inter";

    private static readonly Lazy<Typefaces> Loaded = new(() =>
    {
        var mine = new Typefaces();
        Fonts.FontResolvers.Insert(0, mine); // ScottPlot uses it for the labels of its axes.
        return mine;
    });

    private readonly SKTypeface _regular;
    private readonly SKTypeface _bold;

    private Typefaces()
    {
        using var package = typeof(Typefaces).Assembly.GetManifestResourceStream("Inter.dll")!;
        var assembly = new byte[package.Length];
        package.ReadExactly(assembly);
        using var resources = Assembly.Load(assembly).GetManifestResourceStream("!AvaloniaResources")!;
        var fonts = Read(resources);
        _regular = SKTypeface.FromData(SKData.CreateCopy(fonts["/Assets/Inter-Regular.ttf"]));
        _bold = SKTypeface.FromData(SKData.CreateCopy(fonts["/Assets/Inter-SemiBold.ttf"]));
    }

    /// <summary>A font without hinting, which depends on the machine.</summary>
    public static SKFont Font(float size, bool bold) =>
        new(bold ? Loaded.Value._bold : Loaded.Value._regular, size) { Subpixel = true, Hinting = SKFontHinting.None, LinearMetrics = true };

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Family ? weight > FontWeight.Medium ? _bold : _regular : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? bold ? _bold : _regular : null;

    /// <summary>The format of Avalonia's resources: the length of the index, its version, and for each file its path, offset and length.</summary>
    private static Dictionary<string, byte[]> Read(Stream resources)
    {
        using var reader = new BinaryReader(resources, Encoding.UTF8);
        var data = reader.ReadInt32() + sizeof(int);
        reader.ReadInt32();
        var entries = Enumerable.Range(0, reader.ReadInt32())
            .Select(_ => (Path: reader.ReadString(), Offset: reader.ReadInt32(), Length: reader.ReadInt32())).ToArray();
        return entries.ToDictionary(entry => entry.Path, entry =>
        {
            resources.Position = data + entry.Offset;
            return reader.ReadBytes(entry.Length);
        });
    }
}
