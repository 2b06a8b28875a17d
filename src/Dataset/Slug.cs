using System.Text.RegularExpressions;

namespace Dataset;

/// <summary>
/// A readable key: lower-case letters and digits, words joined by single hyphens. Where a field holds a person or a body,
/// a slug is a person's id and anything else is the body's name.
/// </summary>
public static partial class Slug
{
    /// <summary>The longest a slug may be.</summary>
    public const int Longest = 100;

    /// <summary>The pattern of a slug, as a regular expression.</summary>
    public const string Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>Whether the text is a slug.</summary>
    public static bool Is(string text) => text.Length <= Longest && Form().IsMatch(text);

    /// <summary>The ids of people among values that hold a person or a body.</summary>
    public static IEnumerable<string> PeopleAmong(params string?[] values) => values.OfType<string>().Where(Is);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Form();
}
