using System.Text.Json;
using Api.Http;
using Api.Listing.Declare;
using Api.Resources;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>A field that two revisions of a record differ in.</summary>
internal sealed record FieldDifference
{
    /// <summary>Name of the field.</summary>
    public required string Field { get; init; }

    /// <summary>Its value in the earlier version.</summary>
    public required JsonElement? Old { get; init; }

    /// <summary>Its value in the later version.</summary>
    public required JsonElement? New { get; init; }
}

/// <summary>A record that differs between two versions of the dataset: added, revised or retracted.</summary>
internal sealed record Change
{
    /// <summary>Name of the resource that the record belongs to.</summary>
    public required string Resource { get; init; }

    /// <summary>Id of the record, unique within its resource.</summary>
    public required string Id { get; init; }

    /// <summary>What became of it, from the code list change_kind.</summary>
    public required ChangeKind ChangeKind { get; init; }

    /// <summary>What the record is, one line, as the later version that has it says; of a person or country, the name.</summary>
    public required string Title { get; init; }

    /// <summary>Number of the earlier version; 0 stands before the first.</summary>
    public required int Since { get; init; }

    /// <summary>Number of the later version.</summary>
    public required int To { get; init; }

    /// <summary>For a revised record: every field that differs, with both its values, in the order of their names; empty for any other.</summary>
    public required IReadOnlyList<FieldDifference> Differences { get; init; }

    /// <summary>Path of the record in the later version that has it.</summary>
    public required string Href { get; init; }
}

/// <summary>What differs between any two versions.</summary>
internal static class Changes
{
    /// <summary>Columns that are no part of what a record says.</summary>
    private const string Unsaid = "array['since', 'until', 'hash', 'seed_hash', 'search', 'names']";

    /// <summary>The two versions, as numbers that the planner knows: few records differ between neighbours, and all from nothing.</summary>
    private const string Earlier = "coalesce(@since, coalesce(@to, @version) - 1)", Later = "coalesce(@to, @version)";

    /// <summary>Of a revision n that it is new in the later version: the earlier did not have it.</summary>
    private const string IsNew = $"n.since > {Earlier} and n.since <= {Later} and (n.until is null or n.until > {Later})";

    /// <summary>
    /// What two revisions n and o of a record say is not the same. With equal hashes it is, and nothing need be compared; a hash is of
    /// all columns that are loaded, the unsaid names among them, so that different ones tell little.
    /// </summary>
    private const string Differ = $"n.hash <> o.hash and to_jsonb(n) - {Unsaid} <> to_jsonb(o) - {Unsaid}";

    private static readonly Part[] Parts = [.. Registry.All.SelectMany(resource => new[] { Added(resource), Revised(resource), Retracted(resource) })];

    public static readonly View View = new("changes", typeof(Change), UnionOfResources.Sql(Parts), defaultSort: "resource,id",
    [
        new("resource", Filter | Sort | Facet, Refers: Reference.Resource),
        new("id", Filter | Sort),
        new("change_kind", Filter | Sort | Facet),
        new("title", Filter | Sort),
        "since",
        "to",
        "differences",
        "href",
    ])
    {
        Key = ["resource", "id"],
        HasSearch = false,
        CountedBy = "change_kind",
        Parts = Parts,
        Check = (inputs, version) => inputs["since"] is int since && since > (inputs["to"] as int? ?? version)
            ? new("since", ErrorCode.OutOfRange, $"'since' is {since}, which is later than the version it is compared with, {inputs["to"] ?? version}.") : null,
        Inputs =
        [
            new("since", ValueKind.WholeNumber, null, null, "Number of the earlier version; 0 stands before the first, so that all is added. The version before the later one when absent."),
            new("to", ValueKind.WholeNumber, null, null, "Number of the later version; the one that is read, so the current one or dataset_version, when absent."),
        ],
    };

    /// <summary>How many records each version added, revised and retracted: the changes between every version and the one before it, counted.</summary>
    public static readonly string CountsSql = $"""
        select version, count(*) filter (where kind = 'added') as added, count(*) filter (where kind = 'revised') as revised, count(*) filter (where kind = 'retracted') as retracted
        from ({string.Join("\nunion all\n", Registry.All.Select(resource => $"""
          select n.since as version, case when o.id is null then 'added' else 'revised' end as kind
          from {resource.Type.Table} n left join {resource.Type.Table} o on o.id = n.id and o.until = n.since
          where o.id is null or ({Differ})
          union all
          select o.until, 'retracted'
          from {resource.Type.Table} o
          where o.until is not null and not exists (select from {resource.Type.Table} n where n.id = o.id and n.since = o.until)
          """))}) changes
        group by version
        """;

    private static Part Added(Resource resource) => Of(resource, "added", $"""
        select {Columns(resource, "added", "n", Later)}
        from {resource.Type.Table} n
        where {IsNew}
          and not exists (select from {resource.Type.Table} o where o.id = n.id and {Stands("o", Earlier)})
        """);

    private static Part Revised(Resource resource) => Of(resource, "revised", $"""
        select {Columns(resource, "revised", "n", Later, $$"""
          (select jsonb_agg(jsonb_build_object('field', key, 'old', was.value, 'new', became.value) order by key collate "C")
            from jsonb_each(to_jsonb(o) - {{Unsaid}}) was full join jsonb_each(to_jsonb(n) - {{Unsaid}}) became using (key)
            where was.value is distinct from became.value)
          """)}
        from {resource.Type.Table} n
        join {resource.Type.Table} o on o.id = n.id and {Stands("o", Earlier)}
        where {IsNew}
          and {Differ}
        """);

    private static Part Retracted(Resource resource) => Of(resource, "retracted", $"""
        select {Columns(resource, "retracted", "o", Earlier)}
        from {resource.Type.Table} o
        where o.since <= {Earlier} and o.until > {Earlier} and o.until <= {Later}
          and not exists (select from {resource.Type.Table} n where n.id = o.id and {Stands("n", Later)})
        """);

    private static Part Of(Resource resource, string kind, string sql) =>
        new(sql, resource) { Same = new Dictionary<string, string> { ["resource"] = resource.Name, ["change_kind"] = kind } };

    /// <summary>A revision is one of a version.</summary>
    private static string Stands(string revision, string version) => $"{revision}.since <= {version} and ({revision}.until is null or {revision}.until > {version})";

    private static string Columns(Resource resource, string kind, string revision, string told, string differences = "'[]'::jsonb") => $"""
        '{resource.Name}'::text collate "C" as resource, {revision}.id, '{kind}'::text collate "C" as change_kind, {revision}.{(resource.Find("title") is null ? "name" : "title")} as title,
          {Earlier} as since, {Later} as "to", {differences} as differences,
          '/v1/{resource.Name}/' || {revision}.id || '?dataset_version=' || {told} as href
        """;
}
