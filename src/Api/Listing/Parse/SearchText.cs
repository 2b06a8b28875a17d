using System.Text.RegularExpressions;

namespace Api.Listing.Parse;

/// <summary>Brings a search into the form of the index.</summary>
internal static partial class SearchText
{
    /// <summary>Splits words at hyphens, because texts also write "no limits", and drops possessives. A hyphen before a word excludes.</summary>
    public static string Normalise(string text) => Possessive().Replace(InnerHyphen().Replace(text, " "), "");

    [GeneratedRegex(@"(?<=\w)[-\u2010\u2011](?=\w)")]
    private static partial Regex InnerHyphen();

    [GeneratedRegex(@"(?<=\w)['\u2019]s\b", RegexOptions.IgnoreCase)]
    private static partial Regex Possessive();
}
