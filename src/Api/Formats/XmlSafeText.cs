using System.Xml;

namespace Api.Formats;

internal static class XmlSafeText
{
    /// <summary>The text with U+FFFD for each character that XML cannot hold, not even escaped.</summary>
    public static string Of(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
