using Dataset;

namespace Api.Features.Citations;

/// <summary>An entry of a bibliography, under the same key in every citation. A null member is unknown and left out of every format.</summary>
internal sealed record CitedWork(string Key, CitedKind Kind, string Title, string Note)
{
    /// <summary>The author as the document names them, not split into given and family names.</summary>
    public string? Author { get; init; }

    public string? Publisher { get; init; }

    public FuzzyDate? Date { get; init; }

    /// <summary>The year in which the date wholly lies; null where it lies in several.</summary>
    public string? Year => Date is { Start: { } start, End: { } end } && start.Year == end.Year ? $"{start.Year:D4}" : null;

    /// <summary>The note for a format that has no field for such a date.</summary>
    public string NoteWithDate => $"Date in EDTF: {Date}. {Note}";

    public string? Version { get; init; }

    public string? Url { get; init; }
}

/// <summary>The type of a work in CSL and RIS. In BibTeX all are misc.</summary>
internal sealed record CitedKind(string Csl, string Ris)
{
    public static readonly CitedKind Dataset = new("dataset", "DATA");

    /// <summary>The type of a source by its code in source_kind.</summary>
    public static CitedKind Of(string source) => source switch
    {
        "news" => new("article-newspaper", "NEWS"),
        "blog_post" => new("post-weblog", "BLOG"),
        "opinion" or "essay" or "analysis" or "newsletter" => new("article-magazine", "MGZN"),
        _ => new("document", "GEN"),
    };
}

/// <summary>A citation: the dataset in its version, at the address of the answer, and the source documents.</summary>
internal sealed record Citation(CitedWork Dataset, IReadOnlyList<CitedWork> Sources)
{
    public IEnumerable<CitedWork> Works => Sources.Prepend(Dataset);
}
