using Api.Listing.Declare;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Coverage
{
    private const string Sql = """
        select id, title, source_id, paragraph, left_out, complete, records, countries, dyads, topics, source_ids, record_count, note, search
        from coverage
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(
        typeof(Dataset.Coverage), Sql, example: "gabuev-2024-unholy-alliance-p17", defaultSort: "source_id,paragraph",
    [
        new("id", Filter | Sort),
        new("title", Sort),
        new("source_id", Sort, Refers: Reference.Source),
        new("paragraph", Filter | Sort),
        "left_out",
        "complete",
        new("records", Filter | Facet, "record"),
        new("countries", Filter | Facet, "country", Reference.Country),
        .. CommonFields.ReferenceTail,
    ])
    { Rows = new("coverage entry", "coverage entries") };
}
