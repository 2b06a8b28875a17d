using System.Text.RegularExpressions;

namespace Api.Listing.Parse;

/// <summary>What is searched for, in the words that the index holds.</summary>
internal static partial class SearchText
{
    /// <summary>
    /// A hyphen within a word parts it, since a text may write either ("no-limits", "no limits"), and a possessive ending is
    /// no word. A hyphen before a word stays: it excludes.
    /// </summary>
    public static string Normalise(string text) => Possessive().Replace(InnerHyphen().Replace(text, " "), "");

    [GeneratedRegex(@"(?<=\w)[-\u2010\u2011](?=\w)")]
    private static partial Regex InnerHyphen();

    [GeneratedRegex(@"(?<=\w)['\u2019]s\b", RegexOptions.IgnoreCase)]
    private static partial Regex Possessive();
}
