using Api.Database;
using Api.Guards;
using Api.Listing.Declare;
using Api.Reading;
using Tests.Support;
using Xunit;

namespace Tests.Api.Reading;

/// <summary>The price class of a request is known before it runs.</summary>
public sealed class PricesTests
{
    [Theory]
    [InlineData(284, "visits", "", RequestKind.Page, PriceClass.Light)]
    [InlineData(284, "visits", "", RequestKind.Table, PriceClass.Light)]
    [InlineData(284, "timeline", "group_by=country,topic", RequestKind.Page, PriceClass.Light)]
    [InlineData(284, "panel", "", RequestKind.Page, PriceClass.Medium)]
    [InlineData(284, "panel", "", RequestKind.Chart, PriceClass.Medium)]
    [InlineData(50_000, "visits", "", RequestKind.Page, PriceClass.Light)]
    [InlineData(50_000, "visits", "", RequestKind.Record, PriceClass.Light)]
    [InlineData(50_000, "visits", "", RequestKind.Table, PriceClass.Heavy)]
    [InlineData(50_000, "visits", "country=CHN", RequestKind.Table, PriceClass.Medium)]
    [InlineData(50_000, "visits", "country__not=CHN", RequestKind.Table, PriceClass.Heavy)]
    [InlineData(50_000, "timeline", "group_by=country,topic", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "visits", "group_by=kind", RequestKind.Page, PriceClass.Medium)]
    [InlineData(50_000, "timeline", "by=countries", RequestKind.Facets, PriceClass.Medium)]
    [InlineData(50_000, "panel", "frequency=month", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "panel", "dyad=CHN-RUS", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "dyads", "", RequestKind.Record, PriceClass.Light)]
    [InlineData(1_000_000, "visits", "limit=1000", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(1_000_000, "visits", "", RequestKind.Record, PriceClass.Light)]
    public void Class_follows_from_operation_filters_groups_and_records(
        int records, string view, string address, RequestKind kind, PriceClass expected)
    {
        var counts = $$"""{"visits": {{records}}, "trade-figures": 0}""";
        var query = Parsing.ParseRequest(view, address, kind);
        Assert.Equal(expected, Prices.Of(query, kind, new DatasetVersion(1, "", default, counts)));
    }

    [Theory]
    [InlineData(284, 60, PriceClass.Light)]
    [InlineData(50_000, 7, PriceClass.Medium)]
    [InlineData(50_000, 60, PriceClass.Heavy)]
    public void Counts_of_code_lists_follow_from_their_columns(int records, int columns, PriceClass expected) =>
        Assert.Equal(expected, Prices.OfCounts(columns, new DatasetVersion(1, "", default, $$"""{"visits": {{records}}}""")));
}
