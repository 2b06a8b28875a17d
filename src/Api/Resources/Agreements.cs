using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Agreements
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          kind, name, bodies, status,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, search
        from agreements
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Agreement), Sql, example: "china-russia-joint-statement-2022-02-04", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("kind", Filter | Sort | Facet),
        new("name", Filter | Sort | Facet),
        new("bodies", Filter | Facet, "body"),
        new("status", Filter | Sort | Facet),
        .. CommonFields.RelationTail,
    ],
    CommonFields.Related);
}
