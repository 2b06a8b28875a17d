namespace Dataset;

/// <summary>How records contradict each other.</summary>
public enum ContradictionKind
{
    /// <summary>One quantity is given with different values.</summary>
    ValuesDiffer,

    /// <summary>Figures for parts and for their whole do not add up.</summary>
    PartsExceedWhole,

    /// <summary>One event is put at different times.</summary>
    DatesDiffer,

    /// <summary>One saying is quoted in different words.</summary>
    WordingDiffers,

    /// <summary>One event is told differently: who was there, who did or said what, what was agreed.</summary>
    AccountsDiffer,
}
