using System.Text;

namespace Api.Features.Citations;

/// <summary>BibTeX: each work is a misc entry.</summary>
internal static class BibTex
{
    public static string Write(Citation citation) => string.Join('\n', citation.Works.Select(Entry));

    private static string Entry(CitedWork work)
    {
        var fields = Fields(work).Where(field => field.Value is not null).Select(field => $"  {field.Name} = {{{field.Value}}},\n");
        return $"@misc{{{work.Key},\n{string.Concat(fields)}}}\n";
    }

    /// <summary>Second braces preserve the capitals of a title and keep an author whole. BibTeX reads the year, biblatex EDTF in date.</summary>
    private static IEnumerable<(string Name, string? Value)> Fields(CitedWork work) =>
    [
        ("title", $"{{{Escaped(work.Title)}}}"),
        ("author", work.Author is null ? null : $"{{{Escaped(work.Author)}}}"),
        ("howpublished", work.Kind == CitedKind.Dataset ? "Data set" : work.Publisher is null ? null : Escaped(work.Publisher)),
        ("version", work.Version),
        ("year", work.Year),
        ("date", work.Date?.Start is null ? null : work.Date.ToString()), // Some readers cannot parse a date without a start.
        ("url", work.Url), // Verbatim: special characters are percent-encoded, and readers expect no other escape.
        ("note", Escaped(work.Date is { Start: null } ? work.NoteWithDate : work.Note)),
    ];

    /// <summary>A brace becomes a command, because BibTeX counts braces even behind a backslash.</summary>
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
