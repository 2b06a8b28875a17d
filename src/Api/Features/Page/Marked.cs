using System.Text.Json;

namespace Api.Features.Page;

/// <summary>Splits a text into the words that a search found and the text between them.</summary>
internal static class Marked
{
    /// <summary>The ranges count code points.</summary>
    public static IEnumerable<(string Text, bool IsFound)> Of(string text, IReadOnlyList<JsonElement> ranges)
    {
        var runes = text.EnumerateRunes().ToArray();
        var at = 0;
        foreach (var range in ranges)
        {
            var (start, end) = (range.Get("start")!.Value.GetInt32(), range.Get("end")!.Value.GetInt32());
            yield return (string.Concat(runes[at..start]), false);
            yield return (string.Concat(runes[start..end]), true);
            at = end;
        }

        yield return (string.Concat(runes[at..]), false);
    }
}
