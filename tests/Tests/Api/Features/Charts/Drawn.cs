using System.Globalization;
using System.Xml.Linq;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>A chart as SVG, read as XML.</summary>
internal sealed class Drawn
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private Drawn(string text)
    {
        Text = text;
        Root = XDocument.Parse(text).Root!;
    }

    /// <summary>The SVG as text.</summary>
    public string Text { get; }

    public XElement Root { get; }

    /// <summary>Every line of text on the picture.</summary>
    public string[] Lines => [.. All("text").Select(text => text.Value)];

    /// <summary>All text on the picture, without line breaks.</summary>
    public string Words => string.Join(' ', Lines);

    public string Description => Root.Element(Svg + "desc")!.Value;

    public IEnumerable<XElement> All(string name) => Root.Descendants(Svg + name);

    /// <summary>The shapes with a fill colour.</summary>
    public IEnumerable<XElement> Boxes(string color, string? opacity = null) => All("path").Concat(All("rect"))
        .Where(box => (string?)box.Attribute("fill") == color)
        .Where(box => opacity is null || ((string?)box.Attribute("fill-opacity"))?.StartsWith(opacity, StringComparison.Ordinal) == true);

    public static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    public static async Task<Drawn> RequestAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{address} answers {(int)response.StatusCode}: {body}");
        Assert.Equal("image/svg+xml", response.Header("Content-Type"));
        return new Drawn(body);
    }
}
