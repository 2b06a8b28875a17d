namespace Api.Features.Citations;

/// <summary>RIS: one tag to a line, each work from TY to ER, lines ended by CR LF.</summary>
internal static class Ris
{
    public static string Write(Citation citation) => string.Concat(citation.Works.Select(Entry));

    private static string Entry(CitedWork work)
    {
        var lines = Tags(work).Where(tag => tag.Value is not null).Select(tag => $"{tag.Name}  - {CitationFormat.OneLine(tag.Value!)}\r\n");
        return string.Concat(lines) + "\r\n";
    }

    private static IEnumerable<(string Name, string? Value)> Tags(CitedWork work) =>
    [
        ("TY", work.Kind.Ris),
        ("ID", work.Key),
        ("TI", work.Title),
        ("AU", work.Author),
        ("PB", work.Publisher),
        ("ET", work.Version),
        ("PY", work.Year),
        ("DA", Day(work)),
        ("UR", work.Url),
        ("N1", work.Date is not null && Day(work) is null ? work.NoteWithDate : work.Note),
        ("ER", ""),
    ];

    /// <summary>Year, month and day as far as they are known; RIS cannot express an uncertain date.</summary>
    private static string? Day(CitedWork work) => work.Date is { } date && CslDate.Parts(date.ToString()) is { } parts
        ? $"{parts[0]:D4}/{(parts.Length > 1 ? $"{parts[1]:D2}" : "")}/{(parts.Length > 2 ? $"{parts[2]:D2}" : "")}/" : null;
}
