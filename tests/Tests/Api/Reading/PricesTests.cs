using System.Text.Json;
using Api.Database;
using Api.Guards;
using Api.Http;
using Api.Listing.Declare;
using Api.Reading;
using Dataset;
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
    [InlineData(50_000, "timeline", "group_by=country", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "timeline", "group_by=country,topic&dyad=CHN-RUS", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "visits", "group_by=kind", RequestKind.Page, PriceClass.Medium)]
    [InlineData(50_000, "timeline", "by=countries", RequestKind.Facets, PriceClass.Medium)]
    [InlineData(50_000, "panel", "frequency=month", RequestKind.Table, PriceClass.Heavy)]
    [InlineData(50_000, "panel", "frequency=month&country=CHN", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "panel", "", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "panel", "dyad=CHN-RUS", RequestKind.Page, PriceClass.Medium)]
    [InlineData(284, "search", "q=energy&limit=1000", RequestKind.Page, PriceClass.Light)]
    [InlineData(50_000, "search", "q=energy", RequestKind.Page, PriceClass.Medium)]
    [InlineData(50_000, "search", "q=energy or gas or oil or coal or port", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "search", "q=energy gas oil coal port ship tanker&limit=1000", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(50_000, "visits", "q=energy", RequestKind.Page, PriceClass.Medium)]
    [InlineData(50_000, "dyads", "", RequestKind.Record, PriceClass.Light)]
    [InlineData(1_000_000, "visits", "limit=1000", RequestKind.Page, PriceClass.Heavy)]
    [InlineData(1_000_000, "visits", "", RequestKind.Record, PriceClass.Light)]
    public void Class_follows_from_operation_filters_groups_and_records(
        int records, string view, string address, RequestKind kind, PriceClass expected)
    {
        Assert.Equal(expected, Prices.Of(Parsing.ParseRequest(view, address, kind), kind, VersionOf(records)));
    }

    [Theory]
    [InlineData(284, "frequency=month&directed=true", RequestKind.Page, null)]
    [InlineData(50_000, "", RequestKind.Page, null)]
    [InlineData(50_000, "country=CHN&frequency=month", RequestKind.Facets, null)]
    [InlineData(50_000, "dyad=CHN-RUS&frequency=month&directed=true", RequestKind.Chart, null)]
    [InlineData(50_000, "frequency=month&directed=true", RequestKind.Table, null)]
    [InlineData(50_000, "frequency=month&directed=true", RequestKind.Citation, null)]
    [InlineData(50_000, "frequency=month", RequestKind.Page, "frequency")]
    [InlineData(50_000, "frequency=quarter&journeys__gte=1", RequestKind.Page, "frequency")]
    [InlineData(50_000, "frequency=month&group_by=country", RequestKind.Page, "frequency")]
    [InlineData(50_000, "frequency=month&group_by=country", RequestKind.Table, "frequency")]
    [InlineData(50_000, "frequency=month", RequestKind.Facets, "frequency")]
    [InlineData(50_000, "frequency=month", RequestKind.Chart, "frequency")]
    [InlineData(50_000, "directed=true", RequestKind.Page, "directed")]
    [InlineData(50_000, "country__not=CHN&frequency=month", RequestKind.Page, "frequency")]
    [InlineData(50_000, "country=CHN,RUS&frequency=month&directed=true", RequestKind.Page, "frequency")]
    public void Rows_that_are_built_and_not_sent_are_bounded(int records, string address, RequestKind kind, string? refused)
    {
        var query = Parsing.ParseRequest("panel", address, kind);
        if (refused is null)
        {
            Prices.Of(query, kind, VersionOf(records));
            return;
        }

        var error = Assert.Single(Assert.Throws<BadRequestException>(() => Prices.Of(query, kind, VersionOf(records))).Errors);
        Assert.Equal(refused, error.Parameter);
        Assert.Contains("Give dyad or country, keep to frequency=year and directed=false, or take all rows as a table: /v1/panel.csv.", error.Detail);
    }

    [Theory]
    [InlineData(284, 60, PriceClass.Light)]
    [InlineData(50_000, 7, PriceClass.Medium)]
    [InlineData(50_000, 60, PriceClass.Heavy)]
    public void Counts_of_code_lists_follow_from_their_columns(int records, int columns, PriceClass expected) =>
        Assert.Equal(expected, Prices.OfCounts(columns, new DatasetVersion(1, "", default, $$"""{"visits": {{records}}}""")));

    [Theory]
    [InlineData(284, "timeline", "group_by=country,topic", false)]
    [InlineData(284, "dyads", "group_by=person,source_id", false)]
    [InlineData(50_000, "timeline", "group_by=country,year,date_basis", false)]
    [InlineData(50_000, "timeline", "group_by=country,topic&dyad=CHN-RUS", false)]
    [InlineData(50_000, "timeline", "group_by=country,topic", true)]
    [InlineData(50_000, "timeline", "group_by=country,topic&topic=energy,trade,security,economy,media,sport", true)]
    [InlineData(50_000, "timeline", "group_by=country,topic&country__not=CHN", true)]
    public void Combinations_of_two_lists_are_bounded(int records, string view, string address, bool isRefused)
    {
        foreach (var kind in new[] { RequestKind.Page, RequestKind.Table })
        {
            var query = Parsing.ParseRequest(view, address, kind);
            if (!isRefused)
            {
                Prices.Of(query, kind, VersionOf(records));
                continue;
            }

            var error = Assert.Single(Assert.Throws<BadRequestException>(() => Prices.Of(query, kind, VersionOf(records))).Errors);
            Assert.Equal(("group_by", ErrorCode.OutOfRange), (error.Parameter, error.Code));
            Assert.Contains("at most 300,000 are counted. Group by one of the lists, or give filters that leave fewer records.", error.Detail);
        }
    }

    private static DatasetVersion VersionOf(int records) => new(1, "", default, JsonSerializer.Serialize(ResourceTypes.All.ToDictionary(
        resource => resource.Name, resource => resource.Name switch { "visits" => records, "countries" => 47, _ => 0 })));
}
