namespace Dataset;

/// <summary>A quantity other than those of trade, exercises and visits: a poll result, a length, a rank, a duration.</summary>
public sealed record IndicatorFigure : Figure
{
    /// <summary>The measure, from the code list indicator_measure; its definition names the base of a share.</summary>
    public required IndicatorMeasure Indicator { get; init; }

    /// <summary>The measured person or thing, or the answer in a poll, in our own words.</summary>
    public required string Subject { get; init; }

    /// <summary>Question of the poll, in our own words; null for anything other than a poll.</summary>
    public required string? Question { get; init; }

    /// <summary>Unit of the value, from the code list indicator_unit.</summary>
    public required IndicatorUnit Unit { get; init; }
}
