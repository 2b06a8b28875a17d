using Api.Listing.Declare;

namespace Api.Views;

/// <summary>Every view that is derived from the resources and listed like them. To add one, add it here.</summary>
internal static class ViewRegistry
{
    public static IReadOnlyList<View> All { get; } = [Timeline.View, Search.View, Panel.View, TradeSeries.View, Changes.View];
}
