using System.Text;

namespace Api.Features.Citations;

/// <summary>A citation as BibTeX: each work a misc entry with the fields that BibTeX and biblatex know.</summary>
internal static class BibTex
{
    public static string Write(Citation citation) => string.Join('\n', citation.Works.Select(Entry));

    private static string Entry(CitedWork work) => $"@misc{{{work.Key},\n{string.Concat(Fields(work).Where(field => field.Value is not null).Select(field => $"  {field.Name} = {{{field.Value}}},\n"))}}}\n";

    /// <summary>Braces of their own keep a title's capitals, and an author in one piece. BibTeX wants the year; biblatex reads EDTF in date.</summary>
    private static IEnumerable<(string Name, string? Value)> Fields(CitedWork work) =>
    [
        ("title", $"{{{Escaped(work.Title)}}}"),
        ("author", work.Author is null ? null : $"{{{Escaped(work.Author)}}}"),
        ("howpublished", work.Kind == CitedKind.Dataset ? "Data set" : work.Publisher is null ? null : Escaped(work.Publisher)),
        ("version", work.Version),
        ("year", work.Year),
        ("date", work.Date?.Start is null ? null : work.Date.ToString()), // Not every reader knows a date without a beginning.
        ("url", work.Url), // Verbatim: its reader expects no escapes, and what is special there is percent-encoded.
        ("note", Escaped(work.Date is { Start: null } ? work.NoteWithDate : work.Note)),
    ];

    /// <summary>A brace is told by its name, for BibTeX counts braces whether or not a backslash stands before them.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in CitationFormat.OneLine(text))
        {
            _ = c switch
            {
                '%' or '&' or '#' or '_' or '$' => escaped.Append('\\').Append(c),
                '~' => escaped.Append(@"\textasciitilde{}"),
                '^' => escaped.Append(@"\textasciicircum{}"),
                '\\' => escaped.Append(@"\textbackslash{}"),
                '{' => escaped.Append(@"\textbraceleft{}"),
                '}' => escaped.Append(@"\textbraceright{}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
