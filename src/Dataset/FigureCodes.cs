namespace Dataset;

/// <summary>Precision with which the text gives a figure.</summary>
public enum FigureQualifier
{
    /// <summary>As stated, without a qualifying word.</summary>
    Exact,

    /// <summary>A little more or less than this value: "around", "about", "roughly".</summary>
    Approximately,

    /// <summary>A little less than this value: "nearly", "almost", "close to".</summary>
    Nearly,

    /// <summary>This value or more.</summary>
    AtLeast,

    /// <summary>More than this value.</summary>
    MoreThan,

    /// <summary>This value or less.</summary>
    AtMost,

    /// <summary>Less than this value.</summary>
    LessThan,
}

/// <summary>Basis of a figure.</summary>
public enum FigureStatus
{
    /// <summary>Measured and reported.</summary>
    Reported,

    /// <summary>Derived by somebody from something other than a measurement.</summary>
    Estimated,

    /// <summary>Forecast by somebody.</summary>
    Expected,

    /// <summary>Announced as a plan.</summary>
    Announced,

    /// <summary>Set as a goal.</summary>
    Target,
}
