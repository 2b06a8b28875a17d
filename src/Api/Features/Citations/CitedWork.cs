using Dataset;

namespace Api.Features.Citations;

/// <summary>One entry of a bibliography. What the dataset does not know of it is null, and left out of every format.</summary>
/// <param name="Key">By which a text refers to it; the same for the same thing.</param>
/// <param name="Kind">What it is, in the words of the formats.</param>
/// <param name="Title">Its own title.</param>
/// <param name="Note">What else identifies it, in sentences.</param>
internal sealed record CitedWork(string Key, CitedKind Kind, string Title, string Note)
{
    /// <summary>As the document names its author. It is not split into given and family names: nothing says how.</summary>
    public string? Author { get; init; }

    public string? Publisher { get; init; }

    public FuzzyDate? Date { get; init; }

    /// <summary>The year in which the date wholly lies; null where it lies in no single one.</summary>
    public string? Year => Date is { Start: { } start, End: { } end } && start.Year == end.Year ? $"{start.Year:D4}" : null;

    /// <summary>The note, for a format that has no other place for the date.</summary>
    public string NoteWithDate => $"Date in EDTF: {Date}. {Note}";

    public string? Version { get; init; }

    /// <summary>Where it is to be had.</summary>
    public string? Url { get; init; }
}

/// <summary>What a work is: in CSL, and in RIS. BibTeX has no word for any of them, and knows them as misc.</summary>
internal sealed record CitedKind(string Csl, string Ris)
{
    public static readonly CitedKind Dataset = new("dataset", "DATA");

    /// <summary>Of a source, by its code in source_kind.</summary>
    public static CitedKind Of(string source) => source switch
    {
        "news" => new("article-newspaper", "NEWS"),
        "blog_post" => new("post-weblog", "BLOG"),
        "opinion" or "essay" or "analysis" or "newsletter" => new("article-magazine", "MGZN"),
        _ => new("document", "GEN"),
    };
}

/// <summary>How to cite an answer.</summary>
/// <param name="Dataset">The dataset in its version, at the exact address of the answer.</param>
/// <param name="Sources">The documents that the answer is taken from.</param>
internal sealed record Citation(CitedWork Dataset, IReadOnlyList<CitedWork> Sources)
{
    public IEnumerable<CitedWork> Works => Sources.Prepend(Dataset);
}
