namespace Api.Features.Citations;

/// <summary>A citation for readers: the dataset in one paragraph, and its sources one to a line.</summary>
internal static class PlainText
{
    public static string Write(Citation citation) =>
        $"{Line(citation.Dataset)}\n"
        + (citation.Sources.Count == 0 ? "" : $"\nSource documents:\n{string.Concat(citation.Sources.Select(source => $"- {Line(source)}\n"))}");

    /// <summary>The known members. The address is last, so that no punctuation follows it.</summary>
    private static string Line(CitedWork work) => string.Join(' ', new[]
    {
        Sentence(work.Author),
        $"“{CitationFormat.OneLine(work.Title)}”.",
        work.Kind == CitedKind.Dataset ? "Data set." : null,
        Sentence(work.Publisher),
        Sentence(work.Version is null ? null : $"Version {work.Version}"),
        Sentence(work.Date?.ToString()),
        work.Note,
        work.Url,
    }.OfType<string>());

    private static string? Sentence(string? text) => text is null ? null : $"{CitationFormat.OneLine(text).TrimEnd('.')}.";
}
