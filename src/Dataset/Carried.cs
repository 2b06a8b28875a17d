namespace Dataset;

/// <summary>What a phrase of evidence carries.</summary>
public enum Carried
{
    /// <summary>The fact itself.</summary>
    Fact,

    /// <summary>Only the date of it, or a part of the date.</summary>
    Date,

    /// <summary>Only who or what is meant, or that two passages are about one thing.</summary>
    Identity,
}
