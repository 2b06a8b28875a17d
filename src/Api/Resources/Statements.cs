using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Statements
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          kind, quote, quote_parts, speakers, speaker_kind, speaker_role, speaker_country, addressed_to, venue, reported_by, language,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, search
        from statements
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Statement), Sql, example: "blinken-marriage-of-convenience-2023-03", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("kind", Filter | Sort | Facet),
        new("quote", Filter),
        "quote_parts",
        new("speakers", Filter | Facet, "speaker"),
        new("speaker_kind", Filter | Sort | Facet),
        new("speaker_role", Filter | Sort | Facet),
        new("speaker_country", Filter | Sort | Facet, Refers: Reference.Country),
        new("addressed_to", Filter | Sort | Facet),
        new("venue", Filter | Sort | Facet),
        new("reported_by", Filter | Sort | Facet),
        new("language", Filter | Sort | Facet),
        .. CommonFields.RelationTail,
    ],
    CommonFields.Related);
}
