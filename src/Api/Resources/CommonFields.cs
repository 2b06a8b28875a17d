using Api.Listing.Declare;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

/// <summary>Output columns that several resources share, declared once.</summary>
internal static class CommonFields
{
    /// <summary>A date with all that is said of it.</summary>
    public static readonly FieldDeclaration[] Dates =
    [
        new("date", Filter | Sort),
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        new("date_basis", Filter | Sort | Facet),
        "date_note",
    ];

    /// <summary>Who and what it is about.</summary>
    public static readonly FieldDeclaration[] Parties =
    [
        new("countries", Filter | Facet, "country", Reference.Country),
        new("dyads", Filter | Facet, "dyad", Reference.Dyad),
        new("people", Filter | Facet, "person", Reference.Person),
        new("topics", Filter | Facet, "topic"),
    ];

    /// <summary>What records of relations begin with.</summary>
    public static readonly FieldDeclaration[] RelationHead =
    [
        new("id", Filter | Sort),
        new("title", Filter | Sort),
        .. Dates,
        .. Parties,
    ];

    /// <summary>What records of relations end with.</summary>
    public static readonly FieldDeclaration[] RelationTail =
    [
        "evidence",
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("source_count", Filter | Sort | Facet),
        new("contradicts", Filter | Facet),
        new("note", Filter),
    ];

    /// <summary>A quantity with its unit, and who gives it.</summary>
    public static readonly FieldDeclaration[] Quantity =
    [
        new("value", Filter | Sort, Unit: "unit"),
        new("unit", Filter | Sort | Facet),
        new("qualifier", Filter | Sort | Facet),
        new("status", Filter | Sort | Facet),
        new("attributed_to", Filter | Sort | Facet),
    ];

    /// <summary>What is derived from the records that an entry is about.</summary>
    public static readonly FieldDeclaration[] ReferenceTail =
    [
        new("dyads", Filter | Facet, "dyad", Reference.Dyad),
        new("topics", Filter | Facet, "topic"),
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("record_count", Filter | Sort),
        new("note", Filter),
    ];
}
