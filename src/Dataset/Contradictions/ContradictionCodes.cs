namespace Dataset;

/// <summary>The way in which records contradict each other.</summary>
public enum ContradictionKind
{
    /// <summary>One quantity has different values.</summary>
    ValuesDiffer,

    /// <summary>Figures for parts and for their whole do not add up.</summary>
    PartsExceedWhole,

    /// <summary>One event has different dates.</summary>
    DatesDiffer,

    /// <summary>One statement is quoted in different words.</summary>
    WordingDiffers,

    /// <summary>One event is reported differently: who was there, who did or said what, what was agreed.</summary>
    AccountsDiffer,
}
