using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Exercises
{
    private const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          name, kind, participants, location, occurrences, status,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, most_troops, search
        from exercises
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(
        typeof(Exercise), Sql, example: "strategic-exercise-russian-far-east-2022-09", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("name", Filter | Sort | Facet),
        new("kind", Filter | Sort | Facet),
        "participants",
        new("location", Filter | Sort | Facet),
        new("occurrences", Filter | Sort),
        new("status", Filter | Sort | Facet),
        .. CommonFields.RelationTail,
    ],
    CommonFields.Related,
    new("most_troops", "troops", ValueKind.WholeNumber, "The largest number of troops of a participant.", Nullable: true));
}
