using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;

namespace Api.Reading;

/// <summary>Refuses, before it runs, what would compute far more rows than it sends, and says how to ask for less.</summary>
internal static class Bounds
{
    /// <summary>A page of more built rows would take longer than a second.</summary>
    private const int MostBuiltRows = 50_000;

    /// <summary>More combinations of the items of two lists would take longer than a second.</summary>
    private const int MostCombinations = 300_000;

    /// <exception cref="BadRequestException">The request has no bound.</exception>
    public static void Check(ListQuery query, RequestKind kind, DatasetVersion version)
    {
        var view = query.View;
        // A table sends all the rows that it builds, unless it groups them. A citation builds none.
        if ((kind is RequestKind.Page or RequestKind.Facets or RequestKind.Chart || query.Grouping is not null)
            && Estimates.BuiltRows(query, version) is > MostBuiltRows and var built)
        {
            throw Refused(FirstInput(query) ?? view.Narrowing[0],
                $"/v1/{view.Name} has about {built / 1000:N0},000 rows with these parameters, and a page, groups, facets or a chart can be taken of "
                + $"at most {MostBuiltRows:N0}. Give {string.Join(" or ", view.Narrowing)}, "
                + $"keep to {string.Join(" and ", view.Inputs.Select(input => $"{input.Name}={input.Default}"))}, "
                + $"or take all rows as a table: /v1/{view.Name}.csv.");
        }

        if (query.Grouping is { Lists: > 1 } && Estimates.Combinations(query, version) is > MostCombinations and var combinations)
        {
            throw Refused("group_by",
                $"The items of these lists have about {combinations / 1000:N0},000 combinations, and at most {MostCombinations:N0} are counted. "
                + "Group by one of the lists, or give filters that leave fewer records.");
        }
    }

    private static string? FirstInput(ListQuery query) => query.View.Inputs
        .Where(input => !Equals(query.Inputs[input.Name], input.Default)).Select(input => input.Name).FirstOrDefault();

    private static BadRequestException Refused(string parameter, string why) => new(new ParameterError(parameter, ErrorCode.OutOfRange, why));
}
