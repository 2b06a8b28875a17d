using Api.Listing.Declare;
using Api.Resources;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>A range in a text.</summary>
internal sealed record Highlight
{
    /// <summary>Position of its first character, in Unicode code points from 0.</summary>
    public required int Start { get; init; }

    /// <summary>Position after its last character.</summary>
    public required int End { get; init; }
}

/// <summary>A record of any resource that a search finds, with the best matching part of its text.</summary>
internal sealed record SearchHit
{
    /// <summary>Name of the resource that the record belongs to.</summary>
    public required string Resource { get; init; }

    /// <summary>Id of the record, unique within its resource.</summary>
    public required string Id { get; init; }

    /// <summary>Title of the record, or name of the person or country.</summary>
    public required string Title { get; init; }

    /// <summary>How well it matches: higher is better. Compare it only within one search.</summary>
    public required decimal Rank { get; init; }

    /// <summary>Name of the field that the snippet is from: the one that matches best.</summary>
    public required string SnippetField { get; init; }

    /// <summary>The text of that field around the words found, as plain text.</summary>
    public required string Snippet { get; init; }

    /// <summary>Ranges of the words found in the snippet; empty if only other names or spellings of people or countries match.</summary>
    public required IReadOnlyList<Highlight> Highlights { get; init; }

    /// <summary>When, in EDTF (ISO 8601-2); null when unknown, or when its resource has no dates.</summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>First possible day of the date; null when it is unknown or open at its start.</summary>
    public required DateOnly? DateStart { get; init; }

    /// <summary>Last possible day of the date; null when it is unknown or open at its end.</summary>
    public required DateOnly? DateEnd { get; init; }

    /// <summary>Those who act, as codes in alphabetical order; empty for a source, person or country.</summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>Those at whom the act is directed.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Whether the actors act together and towards one another; null for anything other than a relation record.</summary>
    public required bool? Mutual { get; init; }

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

    /// <summary>Ids of the source documents that report it.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>Number of source documents that report it; null for people, countries, sources and contradictions.</summary>
    public required int? SourceCount { get; init; }

    /// <summary>Links to other records.</summary>
    public required IReadOnlyList<RelatedRecord> Related { get; init; }

    /// <summary>The records that it contradicts, as resource/id.</summary>
    public required IReadOnlyList<string> Contradicts { get; init; }

    /// <summary>Path of the record itself, with all its fields, in this version.</summary>
    public required string Href { get; init; }
}

internal static class Search
{
    private static readonly FieldDeclaration[] RecordFields =
    [
        new("date", Filter | Sort),
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        .. CommonFields.Parties,
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("source_count", Filter | Sort | Facet),
        "related",
        new("contradicts", Filter),
        "href",
    ];

    private static readonly FieldDeclaration[] HeadFields =
    [
        new("resource", Filter | Sort | Facet, Refers: Reference.Resource),
        new("id", Filter | Sort),
        new("title", Filter | Sort),
    ];

    private const string Query = "websearch_to_tsquery('dataset_english', @q)";

    /// <summary>
    /// Snippets, their texts and rank_of are read and computed only for the records of the page, and not for each record that is ranked.
    /// </summary>
    private static readonly string Sql = $"""
        select {string.Join(", ", HeadFields.Concat(RecordFields).Select(field => field.Name))}, related_keys, search,
          trim_scale(round(rank_of(search, {Query})::numeric, 6)) as rank,
          highlighted(case resource
            {string.Join("\n    ", Registry.All.Select(resource =>
              $"when '{resource.Name}' then (select {Texts(resource)} from ({resource.Sql}) r where r.id = found.id)"))}
          end, {Query}) as highlighted
        from (
        {string.Join("\nunion all\n", Registry.All.Select(resource => $"""
            select {UnionOfResources.Columns(resource, HeadFields.Concat(RecordFields))},
              {UnionOfResources.RelatedKeys(resource)}, r.search
            from ({resource.Sql}) r
            """))}
        ) found
        """;

    public static readonly View View = new("search", typeof(SearchHit), Sql, defaultSort: "id",
        [.. HeadFields, "rank", "snippet_field", "snippet", "highlights", .. RecordFields], CommonFields.Related)
    {
        Rows = new("search result", "search results"),
        Key = ["resource", "id"],
        NeedsSearch = true,
        CountedBy = "resource",
        Slow = new("highlighted", new Dictionary<string, string>
        {
            ["snippet_field"] = "r.highlighted ->> 'field'",
            ["snippet"] = "r.highlighted ->> 'snippet'",
            ["highlights"] = "r.highlighted -> 'highlights'",
        }),
    };

    /// <summary>All texts of a record, each with the name of its field. A phrase of evidence is a text.</summary>
    private static string Texts(Resource resource)
    {
        var texts = resource.Fields
            .Where(field => field.Kind == ValueKind.Text && field.Refers == Reference.None)
            .Where(field => field.Name is not ("id" or "sha256" or "document" or "date_note"))
            .Select(field => $"jsonb_build_array('{field.Name}', r.{field.Name})");
        var fields = $"jsonb_build_array({string.Join(", ", texts)})";
        return resource.Find("evidence") is null ? fields
            : $"{fields} || (select jsonb_agg(jsonb_build_array('evidence', e ->> 'exact')) from jsonb_array_elements(r.evidence::jsonb) e)";
    }
}
