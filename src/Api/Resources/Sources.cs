using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Sources
{
    private const string Sql = """
        select id, title, document, sha256, author, publisher, url, archived_url, date, date_start, date_end, date_basis, date_note,
          kind, language, paragraph_count, countries, people, dyads, topics, source_ids, record_count, note, search
        from sources
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Source), Sql, example: "gabuev-2024-unholy-alliance", defaultSort: "id",
    [
        new("id", Filter | Sort),
        new("title", Filter | Sort),
        new("document", Filter | Sort),
        new("sha256", Filter),
        new("author", Filter | Sort | Facet),
        new("publisher", Filter | Sort | Facet),
        "url",
        "archived_url",
        .. CommonFields.Dates,
        new("kind", Filter | Sort | Facet),
        new("language", Filter | Sort | Facet),
        new("paragraph_count", Filter | Sort),
        new("countries", Filter | Facet, "country", Reference.Country),
        new("people", Filter | Facet, "person", Reference.Person),
        .. CommonFields.ReferenceTail,
    ]);
}
