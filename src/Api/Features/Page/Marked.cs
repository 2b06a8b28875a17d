using System.Text.Json;

namespace Api.Features.Page;

/// <summary>A text in pieces: those that a search found, and those between them.</summary>
internal static class Marked
{
    /// <summary>Cuts a text at the places of the words found, which count code points.</summary>
    public static IEnumerable<(string Text, bool IsFound)> Of(string text, IReadOnlyList<JsonElement> places)
    {
        var runes = text.EnumerateRunes().ToArray();
        var at = 0;
        foreach (var place in places)
        {
            var (start, end) = (place.Get("start")!.Value.GetInt32(), place.Get("end")!.Value.GetInt32());
            yield return (string.Concat(runes[at..start]), false);
            yield return (string.Concat(runes[start..end]), true);
            at = end;
        }

        yield return (string.Concat(runes[at..]), false);
    }
}
