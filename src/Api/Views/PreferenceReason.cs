namespace Api.Views;

/// <summary>
/// Why one of several figures for the same thing and period is preferred: the first of these in which it differs from the next best.
/// </summary>
internal enum PreferenceReason
{
    /// <summary>There is no other figure.</summary>
    OnlyFigure,

    /// <summary>It is of a firmer status: reported before estimated, announced, expected and target.</summary>
    Status,

    /// <summary>More source documents give its value with its status.</summary>
    SourceCount,

    /// <summary>It is given more exactly: exact before approximately and nearly, and these before bounds such as more_than.</summary>
    Qualifier,

    /// <summary>Its date is better founded: stated before inferred and external.</summary>
    DateBasis,

    /// <summary>They are alike in all of this; its id comes first.</summary>
    Id,
}
