using System.Text.Json;
using Api.Http;
using Api.Listing.Declare;
using Api.Resources;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>A field that differs between two revisions of a record.</summary>
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

    /// <summary>The kind of change, from the code list change_kind.</summary>
    public required ChangeKind ChangeKind { get; init; }

    /// <summary>Title of the record, or name of the person or country, in the later version that has it.</summary>
    public required string Title { get; init; }

    /// <summary>Number of the earlier version; 0 is before the first.</summary>
    public required int Since { get; init; }

    /// <summary>Number of the later version.</summary>
    public required int To { get; init; }

    /// <summary>For a revised record: every field that differs, with both values, in the order of their names; otherwise empty.</summary>
    public required IReadOnlyList<FieldDifference> Differences { get; init; }

    /// <summary>Path of the record in the later version that has it.</summary>
    public required string Href { get; init; }
}

internal static class Changes
{
    /// <summary>Columns that are not content.</summary>
    private static readonly string NotContent =
        $"array[{string.Join(", ", Registry.All.SelectMany(resource => resource.FilterColumns).Select(column => column.Name).Distinct()
            .Concat(["since", "until", "hash", "seed_hash", "search", "names"]).Select(name => $"'{name}'"))}]";

    /// <summary>Numbers that the planner knows: few records differ between neighbouring versions, and all differ from version 0.</summary>
    private const string Earlier = "coalesce(@since, coalesce(@to, @version) - 1)", Later = "coalesce(@to, @version)";

    /// <summary>The later version has the revision n, and the earlier does not.</summary>
    private const string IsNew = $"n.since > {Earlier} and n.since <= {Later} and (n.until is null or n.until > {Later})";

    /// <summary>The content of n and o differs. Equal hashes mean equal content; different ones do not decide: they cover other columns.</summary>
    private static readonly string Differ = $"n.hash <> o.hash and to_jsonb(n) - {NotContent} <> to_jsonb(o) - {NotContent}";

    private static readonly Part[] Parts =
        [.. Registry.All.SelectMany(resource => new[] { Added(resource), Revised(resource), Retracted(resource) })];

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
        Milliseconds = 30,
        MillisecondsOfRecord = 0.005,
        CountedBy = "change_kind",
        Parts = Parts,
        Check = (inputs, version) => inputs["since"] is int since && since > (inputs["to"] as int? ?? version)
            ? new("since", ErrorCode.OutOfRange,
                $"'since' is {since}, later than version {inputs["to"] ?? version}, with which it is compared. Give that number or a smaller one.")
            : null,
        Inputs =
        [
            new("since", ValueKind.WholeNumber, null, null,
                "Number of the earlier version; 0 is before the first, so that every record is added. The version before the later one when absent."),
            new("to", ValueKind.WholeNumber, null, null, "Number of the later version; dataset_version or the current version when absent."),
        ],
    };

    /// <summary>How many records each version added, revised and retracted.</summary>
    public static readonly string CountsSql = $"""
        select version,
          count(*) filter (where kind = 'added') as added,
          count(*) filter (where kind = 'revised') as revised,
          count(*) filter (where kind = 'retracted') as retracted
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
          and not exists (select from {resource.Type.Table} o where o.id = n.id and {IsIn("o", Earlier)})
        """);

    private static Part Revised(Resource resource) => Of(resource, "revised", $"""
        select {Columns(resource, "revised", "n", Later, $$"""
          (select jsonb_agg(jsonb_build_object('field', key, 'old', was.value, 'new', became.value) order by key collate "C")
            from jsonb_each(to_jsonb(o) - {{NotContent}}) was full join jsonb_each(to_jsonb(n) - {{NotContent}}) became using (key)
            where was.value is distinct from became.value)
          """)}
        from {resource.Type.Table} n
        join {resource.Type.Table} o on o.id = n.id and {IsIn("o", Earlier)}
        where {IsNew}
          and {Differ}
        """);

    private static Part Retracted(Resource resource) => Of(resource, "retracted", $"""
        select {Columns(resource, "retracted", "o", Earlier)}
        from {resource.Type.Table} o
        where o.since <= {Earlier} and o.until > {Earlier} and o.until <= {Later}
          and not exists (select from {resource.Type.Table} n where n.id = o.id and {IsIn("n", Later)})
        """);

    private static Part Of(Resource resource, string kind, string sql) =>
        new(sql, resource) { Same = new Dictionary<string, string> { ["resource"] = resource.Name, ["change_kind"] = kind } };

    /// <summary>The version has the revision.</summary>
    private static string IsIn(string revision, string version) =>
        $"{revision}.since <= {version} and ({revision}.until is null or {revision}.until > {version})";

    private static string Columns(Resource resource, string kind, string revision, string hrefVersion, string differences = "'[]'::jsonb") => $"""
        '{resource.Name}'::text collate "C" as resource, {revision}.id, '{kind}'::text collate "C" as change_kind,
          {revision}.{(resource.Find("title") is null ? "name" : "title")} as title,
          {Earlier} as since, {Later} as "to", {differences} as differences,
          '/v1/{resource.Name}/' || {revision}.id || '?dataset_version=' || {hrefVersion} as href
        """;
}
