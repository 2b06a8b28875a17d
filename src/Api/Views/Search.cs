using Api.Listing.Declare;
using Api.Resources;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>A place in a text.</summary>
internal sealed record Highlight
{
    /// <summary>Where it begins, in characters (Unicode code points) from 0.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends: the place behind its last character.</summary>
    public required int End { get; init; }
}

/// <summary>A record of any resource that a search has found, with the piece of its text that fits best.</summary>
internal sealed record SearchHit
{
    /// <summary>Name of the resource that the record belongs to.</summary>
    public required string Resource { get; init; }

    /// <summary>Id of the record, unique within its resource.</summary>
    public required string Id { get; init; }

    /// <summary>What the record is, one line; of a person or country, the name.</summary>
    public required string Title { get; init; }

    /// <summary>How well it matches: more is better. It compares records within one search only.</summary>
    public required decimal Rank { get; init; }

    /// <summary>Name of the field that the snippet is from: the one that fits best.</summary>
    public required string SnippetField { get; init; }

    /// <summary>The piece of that field's text around the words found, as plain text.</summary>
    public required string Snippet { get; init; }

    /// <summary>Where in the snippet the words found stand; empty where only other names or spellings of the record's people and countries match.</summary>
    public required IReadOnlyList<Highlight> Highlights { get; init; }

    /// <summary>When, in EDTF (ISO 8601-2); null when unknown, or when its resource has no dates.</summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>First possible day of the date; null when it is unknown or open at its start.</summary>
    public required DateOnly? DateStart { get; init; }

    /// <summary>Last possible day of the date; null when it is unknown or open at its end.</summary>
    public required DateOnly? DateEnd { get; init; }

    /// <summary>The parties, as codes in alphabetical order.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Every pair of parties, the two codes in alphabetical order and joined by a hyphen: CHN-RUS.</summary>
    public required IReadOnlyList<string> Dyads { get; init; }

    /// <summary>Ids of the people it names, in alphabetical order.</summary>
    public required IReadOnlyList<string> People { get; init; }

    /// <summary>Subjects it belongs to, from the code list topic.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Ids of the source documents that tell of it.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>How many source documents tell of it; null for what is no record of relations.</summary>
    public required int? SourceCount { get; init; }

    /// <summary>The records it contradicts, as resource/id.</summary>
    public required IReadOnlyList<string> Contradicts { get; init; }

    /// <summary>Path of the record itself, with all its fields, in this version.</summary>
    public required string Href { get; init; }
}

/// <summary>One full-text search over all resources.</summary>
internal static class Search
{
    private static readonly FieldDeclaration[] Found =
    [
        new("date", Filter | Sort),
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        .. CommonFields.Parties,
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("source_count", Filter | Sort | Facet),
        new("contradicts", Filter),
        "href",
    ];

    private static readonly FieldDeclaration[] Named = [new("resource", Filter | Sort | Facet, Refers: Reference.Resource), new("id", Filter | Sort), new("title", Filter | Sort)];

    private const string Query = "websearch_to_tsquery('dataset_english', @q)";

    private static readonly string Sql = $"""
        select {string.Join(", ", Named.Concat(Found).Select(field => field.Name))}, search,
          trim_scale(round(ts_rank_cd(search, {Query})::numeric, 6)) as rank,
          highlighted(texts, {Query}) ->> 'field' as snippet_field,
          highlighted(texts, {Query}) ->> 'snippet' as snippet,
          highlighted(texts, {Query}) -> 'highlights' as highlights
        from (
        {string.Join("\nunion all\n", Registry.All.Select(resource => $"""
            select {UnionOfResources.Columns(resource, Named.Concat(Found))}, r.search, {Texts(resource)} as texts
            from ({resource.Sql}) r
            """))}
        ) found
        """;

    public static readonly View View = new("search", typeof(SearchHit), Sql, defaultSort: "id", [.. Named, "rank", "snippet_field", "snippet", "highlights", .. Found])
    {
        Key = ["resource", "id"],
        NeedsSearch = true,
        CountedBy = "resource",
    };

    /// <summary>Every text of a record with the name of its field; a phrase of evidence counts as a text.</summary>
    private static string Texts(Resource resource)
    {
        var texts = resource.Fields.Where(field => field.Kind == ValueKind.Text && field.Refers == Reference.None && field.Name is not ("id" or "sha256" or "document" or "date_note"))
            .Select(field => $"jsonb_build_array('{field.Name}', r.{field.Name})");
        var fields = $"jsonb_build_array({string.Join(", ", texts)})";
        return resource.Find("evidence") is null ? fields
            : $"{fields} || (select jsonb_agg(jsonb_build_array('evidence', e ->> 'exact')) from jsonb_array_elements(r.evidence::jsonb) e)";
    }
}
