using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Visits
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note, countries, dyads, people, topics,
          kind, visitors, hosts, from_country, to_country, places, occurrences, status,
          evidence, source_ids, source_count, contradicts, note, search
        from visits
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Visit), Sql, example: "xi-state-visit-to-russia-2023-03", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("kind", Filter | Sort | Facet),
        "visitors",
        "hosts",
        new("from_country", Filter | Sort | Facet, Refers: Reference.Country),
        new("to_country", Filter | Sort | Facet, Refers: Reference.Country),
        new("places", Filter | Facet, "place"),
        new("occurrences", Filter | Sort),
        new("status", Filter | Sort | Facet),
        .. CommonFields.RelationTail,
    ]);
}
