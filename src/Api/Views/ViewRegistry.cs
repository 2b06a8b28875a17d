using Api.Listing.Declare;

namespace Api.Views;

/// <summary>To add a view, add its line here.</summary>
internal static class ViewRegistry
{
    public static IReadOnlyList<View> All { get; } = [Dyads.View, Timeline.View, Search.View, Panel.View, TradeSeries.View, Changes.View];
}
