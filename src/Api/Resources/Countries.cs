using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class Countries
{
    private const string Sql = """
        select id, code, code_source, name, native_names, kind, alpha2, numeric, state_codes, memberships,
          people, dyads, topics, source_ids, record_count, note, search
        from countries
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Country), Sql, example: "RUS", defaultSort: "id",
    [
        new("id", Filter | Sort),
        new("code", Filter | Sort, "country", Reference.Country),
        new("code_source", Filter | Sort | Facet),
        new("name", Filter | Sort),
        new("native_names", Filter, "native_name"),
        new("kind", Filter | Sort | Facet),
        new("alpha2", Filter | Sort),
        new("numeric", Filter | Sort),
        "state_codes",
        "memberships",
        new("people", Filter | Facet, "person", Reference.Person),
        .. CommonFields.ReferenceTail,
    ]);
}
