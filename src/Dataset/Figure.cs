namespace Dataset;

/// <summary>A quantity with its unit: the members that trade figures and indicators share.</summary>
public abstract record Figure : RelationRecord
{
    /// <summary>The digits that a value may have after the point: the most that Parquet and Arrow hold beside any whole number of a seed.</summary>
    public const int MostDecimals = 9;

    /// <summary>
    /// Code of the measured country; for trade, the country that trades. The value, growth or multiple of all trade of two countries is stored
    /// once, and the filters reporter and partner find it in either order.
    /// </summary>
    public required string Reporter { get; init; }

    /// <summary>Code of the other country: for trade, the trading partner, WLD for the whole world; null where no other country is measured.</summary>
    public required string? Partner { get; init; }

    /// <summary>
    /// The figure as an exact decimal with at most 9 digits after the point, in full units: 190 billion dollars is 190000000000, 2.5 percent is 2.5.
    /// </summary>
    public required decimal Value { get; init; }

    /// <summary>Precision with which the text gives the value, from the code list figure_qualifier.</summary>
    public required FigureQualifier Qualifier { get; init; }

    /// <summary>Whether the figure was reported, estimated, expected, announced or set as a target, from the code list figure_status.</summary>
    public required FigureStatus Status { get; init; }

    /// <summary>Smallest value that the text allows: the value, or null where its qualifier gives no lower bound.</summary>
    public decimal? ValueMin => Qualifier is FigureQualifier.Exact or FigureQualifier.AtLeast or FigureQualifier.MoreThan ? Value : null;

    /// <summary>Largest value that the text allows: the value, or null where its qualifier gives no upper bound.</summary>
    public decimal? ValueMax =>
        Qualifier is FigureQualifier.Exact or FigureQualifier.Nearly or FigureQualifier.AtMost or FigureQualifier.LessThan ? Value : null;

    /// <summary>Ids of persons, or names of bodies, whom the text credits with the figure; empty when it credits nobody.</summary>
    public required IReadOnlyList<string> AttributedTo { get; init; }

    internal override IEnumerable<string?> Credited => AttributedTo;

    internal override IEnumerable<string?> CountriesNamed => [Reporter, Partner];
}
