using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Reading;

/// <summary>How many rows a request reads and computes, estimated from its parameters and the counts of the version.</summary>
internal static class Estimates
{
    /// <summary>An index leaves about this part of the records to a filter.</summary>
    private const double LeftByFilter = 0.2;

    /// <summary>A filter by more values than these may leave everything.</summary>
    private const int FewValues = 5;

    /// <summary>The records that are left when an index was used.</summary>
    public static double Records(ListQuery query, DatasetVersion version)
    {
        double all = version.CountOf(query.View.Name.Split('/')[0]);
        return query.Conditions.Any(condition => Narrows(query.View, condition)) ? all * LeftByFilter : all;
    }

    /// <summary>The rows of a view whose own SQL builds them without a bound by the records, otherwise 0.</summary>
    public static double BuiltRows(ListQuery query, DatasetVersion version) =>
        query.View.BuiltRows?.Invoke(query.Inputs, filter => query.Conditions.Where(condition => condition.Filter.Parameter == filter)
            .Select(condition => ((Array)condition.Value).Length).SingleOrDefault(), version.CountOf) ?? 0;

    /// <summary>The rows that are counted for groups: a record counts in the group of each item of a list.</summary>
    public static double Combinations(ListQuery query, DatasetVersion version) =>
        query.Grouping is { } grouping ? Records(query, version) * Math.Pow(query.View.ItemsOfList, grouping.Lists) : 0;

    /// <summary>A view that builds its rows does so for all of them, unless the filter narrows its own SQL.</summary>
    private static bool Narrows(View view, Condition condition) => condition.Value is not Array { Length: > FewValues }
        && (view.Narrowing.Count > 0 ? view.Narrowing.Contains(condition.Filter.Parameter) : condition.Filter.Operator.IsIndexed);
}
