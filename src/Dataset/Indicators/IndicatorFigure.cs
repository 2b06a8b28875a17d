namespace Dataset;

/// <summary>A quantity other than those of trade, exercises and visits: an answer in a poll, a length, a rank, a time.</summary>
public sealed record IndicatorFigure : Figure
{
    /// <summary>What is measured, from the code list indicator_measure; its definition says what a share is a share of.</summary>
    public required IndicatorMeasure Indicator { get; init; }

    /// <summary>What or who is measured, or the answer given in a poll, in our own words.</summary>
    public required string Subject { get; init; }

    /// <summary>For a poll: what was asked, in our own words; null for anything else.</summary>
    public required string? Question { get; init; }

    /// <summary>Unit of the value, from the code list indicator_unit.</summary>
    public required IndicatorUnit Unit { get; init; }
}
