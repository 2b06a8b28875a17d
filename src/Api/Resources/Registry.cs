using Api.Listing.Declare;

namespace Api.Resources;

/// <summary>Every resource that the API serves. To add one, add its line here.</summary>
internal static class Registry
{
    /// <summary>The resources, in the order in which they are listed.</summary>
    public static IReadOnlyList<Resource> All { get; } =
    [
        TradeFigures.Resource,
        Exercises.Resource,
        Visits.Resource,
        Statements.Resource,
        Agreements.Resource,
        Indicators.Resource,
        Contradictions.Resource,
        Sources.Resource,
        People.Resource,
        Countries.Resource,
    ];
}
