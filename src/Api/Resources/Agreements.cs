using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Agreements
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note, countries, dyads, people, topics,
          kind, name, parties, status,
          evidence, source_ids, source_count, contradicts, note, search
        from agreements
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Agreement), Sql, example: "china-russia-joint-statement-2022-02-04", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("kind", Filter | Sort | Facet),
        new("name", Filter | Sort | Facet),
        new("parties", Filter | Facet, "party"),
        new("status", Filter | Sort | Facet),
        .. CommonFields.RelationTail,
    ]);
}
