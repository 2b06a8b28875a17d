using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Indicators
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          indicator, subject, question, reporter, partner, value, value_min, value_max, unit, qualifier, status, attributed_to,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, search
        from indicators
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(
        typeof(IndicatorFigure), Sql, example: "russians-with-positive-view-of-china-2023", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("indicator", Filter | Sort | Facet),
        new("subject", Filter | Sort),
        new("question", Filter | Sort | Facet),
        new("reporter", Filter | Sort | Facet, Refers: Reference.Country),
        new("partner", Filter | Sort | Facet, Refers: Reference.Country),
        .. CommonFields.Quantity,
        .. CommonFields.RelationTail,
    ],
    CommonFields.Related);
}
