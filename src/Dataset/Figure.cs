namespace Dataset;

/// <summary>A quantity with its unit: what trade figures and indicators share.</summary>
public abstract record Figure : RelationRecord
{
    /// <summary>Code of the country that is measured; for trade, the one whose trade it is.</summary>
    public required string Reporter { get; init; }

    /// <summary>Code of the other country: for trade, the one it trades with, WLD for the whole world; null where the text names none.</summary>
    public required string? Partner { get; init; }

    /// <summary>The figure as an exact decimal, in full units: 190 billion dollars are 190000000000, 2.5 percent are 2.5.</summary>
    public required decimal Value { get; init; }

    /// <summary>How exactly the text gives the value, from the code list figure_qualifier.</summary>
    public required FigureQualifier Qualifier { get; init; }

    /// <summary>Whether the figure was reported, estimated, expected, announced or set as a target, from the code list figure_status.</summary>
    public required FigureStatus Status { get; init; }

    /// <summary>Whom the text credits with the figure: a person's id, or the name of a body; null when it speaks in its own voice.</summary>
    public required string? AttributedTo { get; init; }

    internal override IEnumerable<string?> Credited => [AttributedTo];
}
