namespace Dataset;

/// <summary>A quantity of trade or of the economic exchange around it: a value, growth rate, share, rank, ratio or count.</summary>
public sealed record TradeFigure : Figure
{
    /// <summary>The measure, from the code list trade_indicator; its definition names the base of a share.</summary>
    public required TradeIndicator Indicator { get; init; }

    /// <summary>Direction of the trade as the reporter sees it, from the code list trade_flow; null where direction has no meaning.</summary>
    public required TradeFlow? Flow { get; init; }

    /// <summary>Measured goods or service, in lower-case English; null for all goods.</summary>
    public required string? Commodity { get; init; }

    /// <summary>Unit of the value, from the code list trade_unit.</summary>
    public required TradeUnit Unit { get; init; }

    /// <summary>The kind of time that date gives, from the code list period_type.</summary>
    public required PeriodType PeriodType { get; init; }

    /// <summary>The period with which a growth or multiple compares, in EDTF; null for any other indicator.</summary>
    public required FuzzyDate? BasePeriod { get; init; }

    /// <summary>Currency of a settlement or currency share, as an ISO 4217 code; null for any other indicator.</summary>
    public required string? Currency { get; init; }

    /// <summary>Valuation of a value of trade, from the code list valuation; null for any other indicator.</summary>
    public required Valuation? Valuation { get; init; }

    /// <summary>Day in the middle of the date, for plots; the known end of a date that is open at the other; null when the date is unknown.</summary>
    public DateOnly? DateMid => (DateStart, DateEnd) is ({ } start, { } end)
        ? start.AddDays((end.DayNumber - start.DayNumber) / 2) : DateStart ?? DateEnd;

    internal override (string Giver, string Receiver)? Flows => (Flow, Partner) switch
    {
        (TradeFlow.Export, { } partner) => (Reporter, partner),
        (TradeFlow.Import, { } partner) => (partner, Reporter),
        _ => null,
    };
}
