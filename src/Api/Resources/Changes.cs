using System.Text.Json;
using Api.Listing;
using Dataset;
using static Api.Listing.Use;

namespace Api.Resources;

/// <summary>A field that two revisions of a record differ in.</summary>
public sealed record FieldDifference
{
    /// <summary>Name of the field.</summary>
    public required string Field { get; init; }

    /// <summary>Its value in the earlier version.</summary>
    public required JsonElement? Old { get; init; }

    /// <summary>Its value in the later version.</summary>
    public required JsonElement? New { get; init; }
}

/// <summary>A record that differs between two versions of the dataset: added, revised or retracted.</summary>
public sealed record Change
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
    private const string Unsaid = "'since', 'until', 'hash', 'seed_hash', 'search', 'names'";

    private static readonly string Sql = $"""
        with versions as (select coalesce(@since, coalesce(@to, @version) - 1) as earlier, coalesce(@to, @version) as later)
        {string.Join("\nunion all\n", Registry.All.Select(Of))}
        """;

    public static readonly View View = new("changes", typeof(Change), Sql, defaultSort: "resource,id",
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
        Check = (inputs, version) => inputs["since"] is int since && since > (inputs["to"] as int? ?? version)
            ? new("since", ErrorCode.OutOfRange, $"'since' is {since}, which is later than the version it is compared with, {inputs["to"] ?? version}.") : null,
        Inputs =
        [
            new("since", FieldKind.WholeNumber, null, null, "Number of the earlier version; 0 stands before the first, so that all is added. The version before the later one when absent."),
            new("to", FieldKind.WholeNumber, null, null, "Number of the later version; the one that is read, so the current one or dataset_version, when absent."),
        ],
    };

    /// <summary>How many records each version added, revised and retracted: the changes between every version and the one before it, counted.</summary>
    public static readonly string CountsSql = $"""
        select version, count(*) filter (where is_new) as added, count(*) filter (where not is_new and not is_gone) as revised, count(*) filter (where is_gone) as retracted
        from ({string.Join("\nunion all\n", Registry.All.Select(resource => $$"""
          select coalesce(n.since, o.until) as version, o.id is null as is_new, n.id is null as is_gone
          from {{resource.Type.Table}} n full join {{resource.Type.Table}} o on o.id = n.id and o.until = n.since
          where n.id is null or o.id is null or to_jsonb(n) - array[{{Unsaid}}] <> to_jsonb(o) - array[{{Unsaid}}]
          """))}) changes
        where version is not null
        group by version
        """;

    /// <summary>Revisions that stand in both versions have not changed, and are dropped before anything is compared.</summary>
    private static string Of(Resource resource)
    {
        var title = resource.Find("title") is null ? "name" : "title";
        return $$"""
            select '{{resource.Name}}'::text collate "C" as resource, coalesce(n ->> 'id', o ->> 'id') as id,
              case when o is null then 'added' when n is null then 'retracted' else 'revised' end collate "C" as change_kind,
              coalesce(n ->> '{{title}}', o ->> '{{title}}') as title, earlier as since, later as "to",
              case when o is null or n is null then '[]'::jsonb else d.differences end as differences,
              '/v1/{{resource.Name}}/' || coalesce(n ->> 'id', o ->> 'id') || '?dataset_version=' || case when n is null then earlier else later end as href
            from versions, lateral (
              select to_jsonb(o), to_jsonb(n) from
                (select * from {{resource.Type.Table}} where since <= earlier and (until is null or until > earlier)) o
                full join (select * from {{resource.Type.Table}} where since <= later and (until is null or until > later)) n on n.id = o.id
              where n.since is distinct from o.since
            ) pair (o, n), lateral (
              select jsonb_agg(jsonb_build_object('field', key, 'old', was.value, 'new', became.value) order by key collate "C") as differences
              from jsonb_each(o) was full join jsonb_each(n) became using (key)
              where was.value is distinct from became.value and key not in ({{Unsaid}})
            ) d
            where d.differences is not null
            """;
    }
}
