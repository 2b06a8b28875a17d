using Api.Database;
using Api.Guards;
using Api.Http;
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
    private const double OfBuiltRow = 0.015;

    /// <summary>A page of more built rows would take longer than a second.</summary>
    private const int MostBuiltRows = 50_000;

    /// <summary>A record has a few items in a list, and counts in the group of each.</summary>
    private const int ItemsOfList = 3;

    /// <summary>An index leaves about this part of the records to a filter.</summary>
    private const double LeftByFilter = 0.2;

    /// <exception cref="BadRequestException">The request would build many rows that it does not send. A table sends all that it builds.</exception>
    public static PriceClass Of(ListQuery query, RequestKind kind, DatasetVersion version)
    {
        var built = BuiltRows(query, version);
        if (built > MostBuiltRows && kind is RequestKind.Page or RequestKind.Facets or RequestKind.Chart)
        {
            var view = query.View;
            var parameter = view.Inputs.Where(input => !Equals(query.Inputs[input.Name], input.Default)).Select(input => input.Name)
                .FirstOrDefault(view.Narrowing[0]);
            throw new BadRequestException(new ParameterError(parameter, ErrorCode.OutOfRange,
                $"/v1/{view.Name} has about {built / 1000:N0},000 rows with these parameters, and a page, groups, facets or a chart can be taken of at most "
                + $"{MostBuiltRows:N0}. Give {string.Join(" or ", view.Narrowing)}, "
                + $"keep to {string.Join(" and ", view.Inputs.Select(input => $"{input.Name}={input.Default}"))}, "
                + $"or take all rows as a table: /v1/{view.Name}.csv."));
        }

        return ClassOf(Milliseconds(query, kind, version) + (built * OfBuiltRow));
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

    private static double BuiltRows(ListQuery query, DatasetVersion version) =>
        query.View.BuiltRows?.Invoke(query.Inputs, filter => query.Conditions.Where(condition => condition.Filter.Parameter == filter)
            .Select(condition => ((Array)condition.Value).Length).SingleOrDefault(), version.CountOf) ?? 0;

    /// <summary>A view that builds its rows does so for all of them, unless the filter narrows its own SQL.</summary>
    private static bool IsIndexed(View view, FieldFilter filter) => view.Narrowing.Count > 0
        ? view.Narrowing.Contains(filter.Parameter) : filter.Operator.IsIndexed;
}
