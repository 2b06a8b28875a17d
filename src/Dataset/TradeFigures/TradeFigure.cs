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
}
