namespace Dataset;

/// <summary>A quantity with its unit: the members that trade figures and indicators share.</summary>
public abstract record Figure : RelationRecord
{
    /// <summary>Code of the measured country; for trade, the country that trades.</summary>
    public required string Reporter { get; init; }

    /// <summary>Code of the other country: for trade, the trading partner, WLD for the whole world; null where the text names none.</summary>
    public required string? Partner { get; init; }

    /// <summary>The figure as an exact decimal, in full units: 190 billion dollars is 190000000000, 2.5 percent is 2.5.</summary>
    public required decimal Value { get; init; }

    /// <summary>Precision with which the text gives the value, from the code list figure_qualifier.</summary>
    public required FigureQualifier Qualifier { get; init; }

    /// <summary>Whether the figure was reported, estimated, expected, announced or set as a target, from the code list figure_status.</summary>
    public required FigureStatus Status { get; init; }

    /// <summary>Person or body that the text credits with the figure: a person's id, or the name of a body; null when it credits nobody.</summary>
    public required string? AttributedTo { get; init; }

    internal override IEnumerable<string?> Credited => [AttributedTo];
}
