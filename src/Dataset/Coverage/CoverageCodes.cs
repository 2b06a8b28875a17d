namespace Dataset;

/// <summary>Why something in a paragraph is in no record.</summary>
public enum LeftOutReason
{
    /// <summary>Title, author, caption or another element of the page.</summary>
    Furniture,

    /// <summary>A judgement of the author.</summary>
    Comment,

    /// <summary>Somebody's words without quotation marks, which carry no figure, act or event.</summary>
    IndirectSpeech,

    /// <summary>Words in quotation marks that quote nobody: a coined word, a name, a title.</summary>
    Term,

    /// <summary>A development without a figure or a single event.</summary>
    Trend,

    /// <summary>A comparison.</summary>
    Comparison,

    /// <summary>Something that might happen or might have happened.</summary>
    Hypothesis,

    /// <summary>Too vague for a record.</summary>
    NoDetail,

    /// <summary>A fact outside the relations between countries.</summary>
    OtherSubject,

    /// <summary>A repetition of what is recorded from another paragraph.</summary>
    Repeated,
}
