using Api.Listing.Declare;
using Api.Resources;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>A dated record of relations, of any resource, with the fields that all of them share.</summary>
internal sealed record TimelineEntry
{
    /// <summary>Name of the resource that the record belongs to.</summary>
    public required string Resource { get; init; }

    /// <summary>Id of the record, unique within its resource.</summary>
    public required string Id { get; init; }

    /// <summary>The record in one line.</summary>
    public required string Title { get; init; }

    /// <summary>When, as precisely as is known and no more, in EDTF (ISO 8601-2).</summary>
    public required FuzzyDate Date { get; init; }

    /// <summary>First possible day of the date; null when it is open at its start.</summary>
    public required DateOnly? DateStart { get; init; }

    /// <summary>Last possible day of the date; null when it is open at its end.</summary>
    public required DateOnly? DateEnd { get; init; }

    /// <summary>Where the date comes from: stated in the text, inferred from it, or external to it.</summary>
    public required DateBasis DateBasis { get; init; }

    /// <summary>How an inferred or external date was found; null for a stated date that needs no remark.</summary>
    public required string? DateNote { get; init; }

    /// <summary>Those who act, as codes in alphabetical order.</summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>Those at whom the act is directed.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Whether the actors act together and towards one another.</summary>
    public required bool Mutual { get; init; }

    /// <summary>Countries that it is also about.</summary>
    public required IReadOnlyList<string> Mentions { get; init; }

    /// <summary>All countries that it concerns, as codes in alphabetical order.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>The pairs between which it happens, the two codes in alphabetical order and joined by a hyphen: CHN-RUS.</summary>
    public required IReadOnlyList<string> Dyads { get; init; }

    /// <summary>The pairs with their direction, from source to target: CHN&gt;RUS.</summary>
    public required IReadOnlyList<string> DirectedDyads { get; init; }

    /// <summary>Ids of the people that it names, in alphabetical order.</summary>
    public required IReadOnlyList<string> People { get; init; }

    /// <summary>Subjects of it, from the code list topic.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>The evidence in the documents.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Ids of the source documents that report it.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>Number of source documents that report it.</summary>
    public required int SourceCount { get; init; }

    /// <summary>Links to other records.</summary>
    public required IReadOnlyList<RelatedRecord> Related { get; init; }

    /// <summary>The records that it contradicts, as resource/id.</summary>
    public required IReadOnlyList<string> Contradicts { get; init; }

    /// <summary>Caveats; null when there are none.</summary>
    public required string? Note { get; init; }

    /// <summary>Path of the record itself, with all its fields, in this version.</summary>
    public required string Href { get; init; }
}

internal static class Timeline
{
    private static readonly FieldDeclaration[] Fields =
    [
        new("resource", Filter | Sort | Facet, Refers: Reference.Resource),
        new("id", Filter | Sort),
        new("title", Filter | Sort),
        .. CommonFields.Dates,
        .. CommonFields.Parties,
        "evidence",
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("source_count", Filter | Sort | Facet),
        "related",
        new("contradicts", Filter),
        new("note", Filter),
        "href",
    ];

    private static readonly Part[] Parts = [.. Registry.All
        .Where(resource => resource.Type.HoldsRelations)
        .Select(resource => new Part($"""
            select {UnionOfResources.Columns(resource, Fields)}, r.{CommonFields.Related.Column}, r.search
            from ({resource.Sql}) r
            where r.date is not null
            """, resource) { Same = new Dictionary<string, string> { ["resource"] = resource.Name } })];

    public static readonly View View = new("timeline", typeof(TimelineEntry), UnionOfResources.Sql(Parts), defaultSort: "date",
        Fields, CommonFields.Related)
    {
        Rows = new("timeline entry", "timeline entries"),
        Key = ["resource", "id"],
        CountedBy = "resource",
        Milliseconds = 5,
        Parts = Parts,
    };
}
