using Api.Database;
using Api.Guards;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Dataset;

namespace Api.Reading;

/// <summary>
/// The price class of a request, from an estimate of its processor time in milliseconds: from the operation, its filters, groups and limit, and
/// the number of records in the version. The constants are rounded figures of the service and the database together; `prices` of tests/Benchmarks
/// lists what pages cost, next to their class.
/// </summary>
internal static class Prices
{
    private const double LightMilliseconds = 50;
    private const double MediumMilliseconds = 300;
    private const double OfRow = 0.02;
    private const double OfSearchedRecord = 0.02;
    private const double OfGroupedRecord = 0.005;
    private const double OfFacetRecord = 0.002;
    private const double OfPicture = 40;

    /// <summary>A record has a few items in a list, and counts in the group of each.</summary>
    private const int ItemsOfList = 3;

    /// <summary>An index leaves about this part of the records to a filter.</summary>
    private const double LeftByFilter = 0.2;

    public static PriceClass Of(ListQuery query, RequestKind kind, DatasetVersion version) => ClassOf(Milliseconds(query, kind, version));

    /// <summary>The class of counting the values of columns, each of one resource.</summary>
    public static PriceClass OfCounts(int columns, DatasetVersion version) =>
        ClassOf(columns * OfFacetRecord * version.CountOf("") / ResourceTypes.All.Count);

    private static PriceClass ClassOf(double milliseconds) => milliseconds switch
    {
        < LightMilliseconds => PriceClass.Light,
        < MediumMilliseconds => PriceClass.Medium,
        _ => PriceClass.Heavy,
    };

    private static double Milliseconds(ListQuery query, RequestKind kind, DatasetVersion version)
    {
        var view = query.View;
        if (kind == RequestKind.Record)
            return view.Milliseconds; // An index leads to it.
        double records = version.CountOf(view.Name.Split('/')[0]);
        if (query.Conditions.Any(condition => IsIndexed(view, condition.Filter)))
            records *= LeftByFilter;
        var groups = query.Grouping is { } grouping
            ? records * OfGroupedRecord * Math.Pow(ItemsOfList, grouping.By.Count(column => column.Join is not null)) : 0;
        var answer = kind switch
        {
            RequestKind.Facets => records * OfFacetRecord * query.By.Count,
            RequestKind.Chart => OfPicture,
            RequestKind.Citation => version.CountOf("sources") * OfRow,
            _ => Math.Min(query.Limit ?? records, records) * OfRow,
        };
        return view.Milliseconds + (records * view.MillisecondsOfRecord)
            + (query.Search is null ? 0 : records * LeftByFilter * OfSearchedRecord) + groups + answer;
    }

    /// <summary>A view that builds its rows does so for all of them, unless the filter narrows its own SQL.</summary>
    private static bool IsIndexed(View view, FieldFilter filter) => view.Narrowing.Count > 0
        ? view.Narrowing.Contains(filter.Parameter) : filter.Operator.IsIndexed;
}
