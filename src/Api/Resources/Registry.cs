using Api.Listing.Declare;

namespace Api.Resources;

/// <summary>To add a resource, add its line here.</summary>
internal static class Registry
{
    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<Resource> All { get; } =
    [
        TradeFigures.Resource,
        Exercises.Resource,
        Visits.Resource,
        Statements.Resource,
        Agreements.Resource,
        Indicators.Resource,
        Transfers.Resource,
        Contradictions.Resource,
        Sources.Resource,
        Coverage.Resource,
        People.Resource,
        Countries.Resource,
    ];
}
