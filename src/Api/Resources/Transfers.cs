using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Transfers
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          supplier, recipient, category, item, quantity, status, attributed_to,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, search
        from transfers
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Transfer), Sql, example: "russian-s-400-exports-to-china-after-2014", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("supplier", Filter | Sort | Facet, Refers: Reference.Country),
        new("recipient", Filter | Sort | Facet, Refers: Reference.Country),
        new("category", Filter | Sort | Facet),
        new("item", Filter | Sort | Facet),
        new("quantity", Filter | Sort),
        new("status", Filter | Sort | Facet),
        new("attributed_to", Filter | Facet),
        .. CommonFields.RelationTail,
    ],
    CommonFields.Related);
}
