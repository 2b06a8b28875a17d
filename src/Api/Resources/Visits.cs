using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Visits
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          kind, visitors, hosts, from_country, to_country, places, occurrences, status,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, visitor_keys, host_keys, search
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
    ],
    CommonFields.Related,
    new("visitor_keys", "visitor", ValueKind.List, "Id of a visitor, or code of a visitor's country.", Reference.PersonOrCountry),
    new("host_keys", "host", ValueKind.List, "Id of a host, or code of a host's country.", Reference.PersonOrCountry));
}
