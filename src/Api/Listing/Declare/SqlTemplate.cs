using System.Text.RegularExpressions;

namespace Api.Listing.Declare;

/// <summary>A query that runs in psql once its names, such as @version, have values. It is split at them once, not for each statement.</summary>
internal sealed partial class SqlTemplate
{
    /// <summary>Alternately text and names; the first and the last are text.</summary>
    private readonly string[] _segments;

    public SqlTemplate(string text) => _segments = Name().Split(text);

    public string Fill(Func<string, string> value) => string.Concat(_segments.Select((segment, i) => i % 2 == 0 ? segment : value(segment)));

    /// <summary>Excludes operators, such as @@, and the text behind them.</summary>
    [GeneratedRegex(@"(?<=[\s(\[,])@(\w+)")]
    private static partial Regex Name();
}
