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
    private const double OfRankedRecord = 0.008;
    private const double OfSnippet = 0.1;
    private const double OfWordInSnippet = 0.02;
    private const double OfGroupedRecord = 0.005;
    private const double OfFacetRecord = 0.002;
    private const double OfPicture = 40;
    private const double OfBuiltRow = 0.015;

    /// <summary>A word finds about this part of the records, and each alternative adds as many.</summary>
    private const double FoundByWord = 0.2;

    /// <exception cref="Http.BadRequestException">The request has no bound.</exception>
    public static PriceClass Of(ListQuery query, RequestKind kind, DatasetVersion version)
    {
        Bounds.Check(query, kind, version);
        return ClassOf(Milliseconds(query, kind, version));
    }

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
        var records = Estimates.Records(query, version);
        var words = query.Search?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var found = words.Length == 0 ? 0
            : records * Math.Min(1, FoundByWord * SearchText.Alternatives(query.Search!));
        var rows = Math.Min(query.Limit ?? records, records);
        var answer = kind switch
        {
            RequestKind.Facets => records * OfFacetRecord * query.By.Count,
            RequestKind.Chart => OfPicture,
            RequestKind.Citation => version.CountOf("sources") * OfRow,
            _ => rows * (OfRow + (view.NeedsSearch ? OfSnippet + (words.Length * OfWordInSnippet) : 0)),
        };
        return view.Milliseconds + (records * view.MillisecondsOfRecord) + (found * OfRankedRecord)
            + (Estimates.BuiltRows(query, version) * OfBuiltRow) + (Estimates.Combinations(query, version) * OfGroupedRecord) + answer;
    }
}
