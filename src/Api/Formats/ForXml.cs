using System.Xml;

namespace Api.Formats;

/// <summary>Texts for XML, which cannot hold every character, not even escaped.</summary>
internal static class ForXml
{
    /// <summary>The text, with the sign for an unknown character in place of what XML cannot hold.</summary>
    public static string Writable(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
