using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Contradictions
{
    private const string Sql = """
        select id, title, kind, records, reason, countries, people, dyads, topics, source_ids, record_count, note, search
        from contradictions
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Contradiction), Sql, example: "china-russia-trade-2023-parts-and-total", defaultSort: "id",
    [
        new("id", Filter | Sort),
        new("title", Filter | Sort),
        new("kind", Filter | Sort | Facet),
        new("records", Filter | Facet, "record"),
        new("reason", Filter),
        new("countries", Filter | Facet, "country", Reference.Country),
        new("people", Filter | Facet, "person", Reference.Person),
        .. CommonFields.ReferenceTail,
    ]);
}
