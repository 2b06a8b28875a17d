using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class People
{
    private const string Sql = """
        select id, name, native_name, aliases, country, dyads, topics, source_ids, record_count, note, search
        from people
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(Person), Sql, example: "sergey-lavrov", defaultSort: "id",
    [
        new("id", Filter | Sort, "person", Reference.Person),
        new("name", Filter | Sort),
        new("native_name", Filter | Sort),
        new("aliases", Filter, "alias"),
        new("country", Filter | Sort | Facet, Refers: Reference.Country),
        .. CommonFields.ReferenceTail,
    ])
    { Rows = new("person", "people") };
}
