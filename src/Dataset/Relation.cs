namespace Dataset;

/// <summary>The relation of a record to another. Each link has two directions, and each direction its own code.</summary>
public enum Relation
{
    /// <summary>It happens within the other, as a meeting does within a visit.</summary>
    PartOf,

    /// <summary>The other happens within it.</summary>
    HasPart,

    /// <summary>It came of the other, which is an expectation, target, plan, request or invitation.</summary>
    OutcomeOf,

    /// <summary>The other came of it.</summary>
    HasOutcome,

    /// <summary>Both are one act, as a statement and the pledge that it makes are.</summary>
    SameAct,

    /// <summary>It is another wording of the saying that the other quotes.</summary>
    VariantOf,

    /// <summary>The other is another wording of its saying.</summary>
    HasVariant,

    /// <summary>It supports the other.</summary>
    Corroborates,

    /// <summary>The other supports it.</summary>
    CorroboratedBy,
}

internal static class Relations
{
    /// <summary>The relations in which a link is written, each with that of the other direction, which the load derives.</summary>
    public static readonly IReadOnlyDictionary<Relation, Relation> Reverse = new Dictionary<Relation, Relation>
    {
        [Relation.PartOf] = Relation.HasPart,
        [Relation.OutcomeOf] = Relation.HasOutcome,
        [Relation.SameAct] = Relation.SameAct,
        [Relation.VariantOf] = Relation.HasVariant,
        [Relation.Corroborates] = Relation.CorroboratedBy,
    };
}
