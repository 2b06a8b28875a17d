using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Api.Formats;

namespace Api.Features.Charts;

/// <summary>Adds a description to the SVG that the library writes, lets it scale, and keeps it readable without the font.</summary>
internal static class SvgDocument
{
    private const string FontFamily = $"{Typefaces.Family}, 'Helvetica Neue', Arial, sans-serif";
    private static readonly XmlWriterSettings Utf8 = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";

    public static byte[] Write(Stream drawn, string title, string description, string source)
    {
        var document = XDocument.Load(drawn);
        var root = document.Root!;
        root.SetAttributeValue("viewBox", $"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}");
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-labelledby", "title desc");
        root.AddFirst(
            new XElement(Svg + "title", new XAttribute("id", "title"), XmlSafeText.Of(title)),
            new XElement(Svg + "desc", new XAttribute("id", "desc"), XmlSafeText.Of(description)),
            new XElement(Svg + "metadata", new XElement(DublinCore + "source", new XAttribute(XNamespace.Xmlns + "dc", DublinCore), source)));
        NumberClips(root);
        foreach (var text in root.Descendants(Svg + "text"))
            FitAnyFont(text);
        var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Utf8))
            document.Save(xml);
        return bytes.ToArray();
    }

    /// <summary>The library numbers its ids across pictures. Numbered from 1 in each, the same picture is the same bytes.</summary>
    private static void NumberClips(XElement root)
    {
        var ids = root.Descendants().Attributes("id").Where(id => id.Value.StartsWith("cl_", StringComparison.Ordinal))
            .Select((id, i) => (id.Value, Number: i + 1)).ToDictionary(id => id.Value, id => $"clip-{id.Number}");
        foreach (var attribute in root.Descendants().Attributes())
        {
            if (attribute.Name == "id" && ids.TryGetValue(attribute.Value, out var id))
                attribute.Value = id;
            else if (attribute.Name == "clip-path")
                attribute.Value = $"url(#{ids[attribute.Value["url(#".Length..^1]]})";
        }
    }

    /// <summary>The library gives each letter a position, which fits no other font. The start and the length of the line fit any font.</summary>
    private static void FitAnyFont(XElement text)
    {
        var words = text.Value.Trim();
        var size = float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        text.Value = words;
        text.SetAttributeValue("x", text.Attribute("x")!.Value.Split(',')[0]);
        text.SetAttributeValue("y", text.Attribute("y")!.Value.Split(',')[0]);
        text.SetAttributeValue("font-family", FontFamily);
        var weight = text.Attribute("font-weight");
        weight?.SetValue("600"); // The library writes one step less than it draws.
        text.SetAttributeValue("textLength", ChartStyle.Measure(words, size, weight is not null).ToString("0.##", CultureInfo.InvariantCulture));
    }
}
