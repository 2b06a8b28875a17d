using System.Text.RegularExpressions;

namespace Dataset;

/// <summary>A readable key of words joined by hyphens. In a field for a person or a body, a slug is a person's id.</summary>
public static partial class Slug
{
    /// <summary>The most characters of a slug.</summary>
    public const int Longest = 100;

    /// <summary>The pattern of a slug, as a regular expression.</summary>
    public const string Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// <summary>Whether the text is a slug.</summary>
    public static bool Is(string text) => text.Length <= Longest && Form().IsMatch(text);

    /// <summary>Whether the text is a slug that no id may be.</summary>
    public static bool IsReserved(string text) => CommonRules.ReservedIds.Contains(text);

    internal static IEnumerable<string> PeopleAmong(params string?[] values) => values.OfType<string>().Where(Is);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Form();
}
