using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

/// <summary>Columns that several resources share.</summary>
internal static class CommonFields
{
    public static readonly FieldDeclaration[] Dates =
    [
        new("date", Filter | Sort),
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        new("date_basis", Filter | Sort | Facet),
        "date_note",
    ];

    public static readonly FieldDeclaration[] Parties =
    [
        new("actors", Filter | Facet, "actor", Reference.Country),
        new("targets", Filter | Facet, "target", Reference.Country),
        new("mutual", Filter | Sort | Facet),
        new("mentions", Filter | Facet, "mention", Reference.Country),
        new("countries", Filter | Facet, "country", Reference.Country),
        new("dyads", Filter | Facet, "dyad", Reference.Dyad),
        new("directed_dyads", Filter | Facet, "directed_dyad", Reference.DirectedDyad),
        new("people", Filter | Facet, "person", Reference.Person),
        new("topics", Filter | Facet, "topic"),
    ];

    /// <summary>The first columns of records of relations.</summary>
    public static readonly FieldDeclaration[] RelationHead =
    [
        new("id", Filter | Sort),
        new("title", Filter | Sort),
        .. Dates,
        .. Parties,
    ];

    /// <summary>The last columns of records of relations.</summary>
    public static readonly FieldDeclaration[] RelationTail =
    [
        "evidence",
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("source_count", Filter | Sort | Facet),
        "related",
        new("contradicts", Filter | Facet),
        new("note", Filter),
    ];

    /// <summary>Filters of relation records by what their lists of objects hold.</summary>
    public static readonly FilterDeclaration Related = new(
        "related_keys", "related", ValueKind.List,
        $"A linked record, as resource and id, or a relation: {string.Join(", ", CodeLists.Of(typeof(Relation)).Codes.Select(code => code.Name))}.");

    public static readonly FieldDeclaration[] Quantity =
    [
        new("value", Filter | Sort, Unit: "unit"),
        new("value_min", Filter | Sort, Unit: "unit"),
        new("value_max", Filter | Sort, Unit: "unit"),
        new("unit", Filter | Sort | Facet),
        new("qualifier", Filter | Sort | Facet),
        new("status", Filter | Sort | Facet),
        new("attributed_to", Filter | Facet),
    ];

    /// <summary>Columns derived from the records about an entry.</summary>
    public static readonly FieldDeclaration[] ReferenceTail =
    [
        new("dyads", Filter | Facet, "dyad", Reference.Dyad),
        new("topics", Filter | Facet, "topic"),
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("record_count", Filter | Sort),
        new("note", Filter),
    ];
}
