namespace Dataset;

/// <summary>The number of a state in a list of states, for the time that the list gives.</summary>
public sealed record StateCode
{
    /// <summary>The list, from the code list state_list.</summary>
    public required StateList List { get; init; }

    /// <summary>The number in the list.</summary>
    public required int Number { get; init; }

    /// <summary>First year of its validity.</summary>
    public required int Since { get; init; }

    /// <summary>Last year of its validity; null while the list has the state.</summary>
    public required int? Until { get; init; }
}
