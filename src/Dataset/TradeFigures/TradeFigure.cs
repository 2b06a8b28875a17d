namespace Dataset;

/// <summary>A quantity of trade or of the economic exchange around it: a value, growth rate, share, rank, ratio or count.</summary>
public sealed record TradeFigure : RelationRecord
{
    /// <summary>What is measured, from the code list trade_indicator; its definition says what a share is a share of.</summary>
    public required TradeIndicator Indicator { get; init; }

    /// <summary>Direction of the trade as the reporter sees it, from the code list trade_flow; null where direction has no meaning.</summary>
    public required TradeFlow? Flow { get; init; }

    /// <summary>Code of the country whose trade is measured.</summary>
    public required string Reporter { get; init; }

    /// <summary>Code of the country it trades with; WLD for the whole world, null where the text names none.</summary>
    public required string? Partner { get; init; }

    /// <summary>Goods or service measured, in lower-case English; null for all goods.</summary>
    public required string? Commodity { get; init; }

    /// <summary>The figure as an exact decimal, in full units: 190 billion dollars are 190000000000, 2.5 percent are 2.5.</summary>
    public required decimal Value { get; init; }

    /// <summary>Unit of the value, from the code list trade_unit.</summary>
    public required TradeUnit Unit { get; init; }

    /// <summary>How exactly the text gives the value, from the code list figure_qualifier.</summary>
    public required FigureQualifier Qualifier { get; init; }

    /// <summary>Whether the figure was reported, expected, announced or set as a target, from the code list figure_status.</summary>
    public required FigureStatus Status { get; init; }

    /// <summary>Whom the text credits with the figure: a person's id, or the name of a body; null when it speaks in its own voice.</summary>
    public required string? AttributedTo { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<string> PeopleNamed => Slug.PeopleAmong(AttributedTo);
}
