using System.Text.RegularExpressions;

namespace Api.Listing.Parse;

/// <summary>Brings a search into the form of the index.</summary>
internal static partial class SearchText
{
    /// <summary>
    /// Splits words as the index does (<c>only_words</c> of db/0029), at hyphens too, because texts also write "no limits", and drops possessives.
    /// What a search is written with stays: quotation marks, and a hyphen before a word, which excludes it.
    /// </summary>
    public static string Normalise(string text) => NotOfWords().Replace(Possessive().Replace(InnerHyphen().Replace(text, " "), ""), " ");

    /// <summary>How many texts a search joins by "or".</summary>
    public static int Alternatives(string text) =>
        1 + text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries).Count(word => word.Equals("or", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"(?<=\w)[-\u2010\u2011](?=\w)")]
    private static partial Regex InnerHyphen();

    [GeneratedRegex(@"[^\p{L}\p{M}\p{N}\s"".-]|\.(?![0-9])")]
    private static partial Regex NotOfWords();

    [GeneratedRegex(@"(?<=\w)['\u2019]s\b", RegexOptions.IgnoreCase)]
    private static partial Regex Possessive();
}
