using System.Text.RegularExpressions;

namespace Api.Listing.Parse;

/// <summary>Brings a search into the form of the index.</summary>
internal static partial class SearchText
{
    /// <summary>
    /// A hyphen within a word splits it, because texts write both "no-limits" and "no limits". A possessive ending is dropped. A hyphen
    /// before a word remains: it excludes.
    /// </summary>
    public static string Normalise(string text) => Possessive().Replace(InnerHyphen().Replace(text, " "), "");

    [GeneratedRegex(@"(?<=\w)[-\u2010\u2011](?=\w)")]
    private static partial Regex InnerHyphen();

    [GeneratedRegex(@"(?<=\w)['\u2019]s\b", RegexOptions.IgnoreCase)]
    private static partial Regex Possessive();
}
