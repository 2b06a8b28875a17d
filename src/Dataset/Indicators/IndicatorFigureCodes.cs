namespace Dataset;

/// <summary>The measure of an indicator.</summary>
public enum IndicatorMeasure
{
    /// <summary>Share of the respondents to a poll of the reporter's population who gave the answer that subject names, in percent.</summary>
    ShareOfRespondents,

    /// <summary>Length of a line such as a border.</summary>
    Length,

    /// <summary>Position of the subject in the order that subject names; 1 is the first.</summary>
    Rank,

    /// <summary>Time between two events, or the actual or expected duration of something.</summary>
    Duration,
}

/// <summary>Unit of an indicator.</summary>
public enum IndicatorUnit
{
    /// <summary>Percent: 36 is 36 percent.</summary>
    Percent,

    /// <summary>Statute miles, 1.609344 kilometres.</summary>
    Mile,

    /// <summary>A position in an order: 1 is the first.</summary>
    Rank,

    /// <summary>Days.</summary>
    Day,

    /// <summary>Weeks.</summary>
    Week,

    /// <summary>Months.</summary>
    Month,

    /// <summary>Years.</summary>
    Year,
}
