using System.Text.RegularExpressions;

namespace Api.Listing.Declare;

/// <summary>
/// A query that runs in psql once its names, such as @version, have values. It is split at them once, so that no statement is searched for names.
/// </summary>
internal sealed partial class SqlTemplate
{
    /// <summary>Text and names in turn, beginning and ending with text.</summary>
    private readonly string[] _segments;

    public SqlTemplate(string text) => _segments = Name().Split(text);

    /// <summary>The query with a value, a literal or a parameter, in place of each name.</summary>
    public string Fill(Func<string, string> value) => string.Concat(_segments.Select((segment, i) => i % 2 == 0 ? segment : value(segment)));

    /// <summary>Neither an operator, such as @@, nor the text behind one.</summary>
    [GeneratedRegex(@"(?<=[\s(\[,])@(\w+)")]
    private static partial Regex Name();
}
