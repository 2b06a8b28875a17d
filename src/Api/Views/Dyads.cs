using Api.Listing.Declare;
using Api.Resources;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>A record of a dyad that is the latest of its kind.</summary>
internal sealed record LatestRecord
{
    /// <summary>What it is the latest of: trade_total, exercise, journey, agreement, statement or transfer.</summary>
    public required string Of { get; init; }

    /// <summary>Name of the resource that the record belongs to.</summary>
    public required string Resource { get; init; }

    /// <summary>Id of the record, unique within its resource.</summary>
    public required string Id { get; init; }

    /// <summary>The record in one line.</summary>
    public required string Title { get; init; }

    /// <summary>When, in EDTF.</summary>
    public required string Date { get; init; }

    /// <summary>Path of the record itself, with all its fields, in this version.</summary>
    public required string Href { get; init; }
}

/// <summary>An address with more about a dyad.</summary>
internal sealed record DyadLink
{
    /// <summary>What it leads to: first_record, last_record, timeline, panel, trade-figures/series, or the name of a resource.</summary>
    public required string To { get; init; }

    /// <summary>Its path, in this version.</summary>
    public required string Href { get; init; }
}

/// <summary>
/// Two countries between which something happens: how many records of each resource there are, the first and the last of them, the latest
/// figures and events, the contradictions, and where the records are. Null means that none is recorded.
/// </summary>
internal sealed record DyadSummary
{
    /// <summary>The two countries, codes in alphabetical order joined by a hyphen: CHN-RUS.</summary>
    public required string Id { get; init; }

    /// <summary>Names of the two countries.</summary>
    public required string Title { get; init; }

    /// <summary>Codes of the two countries.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>Number of relation records between the two.</summary>
    public required int Records { get; init; }

    /// <summary>Number of trade figures between the two.</summary>
    public required int? TradeFigures { get; init; }

    /// <summary>Number of records of exercises of the two.</summary>
    public required int? Exercises { get; init; }

    /// <summary>Number of records of visits, meetings, calls and invitations between the two.</summary>
    public required int? Visits { get; init; }

    /// <summary>Number of official statements of one to or about the other, and of joint ones.</summary>
    public required int? Statements { get; init; }

    /// <summary>Number of agreements of the two, and of acts of one towards the other.</summary>
    public required int? Agreements { get; init; }

    /// <summary>Number of other indicators between the two.</summary>
    public required int? Indicators { get; init; }

    /// <summary>Number of transfers between the two.</summary>
    public required int? Transfers { get; init; }

    /// <summary>First possible day of the earliest record; null when no date has a beginning.</summary>
    public required DateOnly? DateStart { get; init; }

    /// <summary>Last possible day of the latest record; null when no date has an end.</summary>
    public required DateOnly? DateEnd { get; init; }

    /// <summary>The earliest record, as resource and id.</summary>
    public required string FirstRecord { get; init; }

    /// <summary>The latest record, as resource and id.</summary>
    public required string LastRecord { get; init; }

    /// <summary>
    /// The latest figure of all trade, and the latest exercise, journey, agreement, statement and transfer that took place, by their first
    /// possible day.
    /// </summary>
    public required IReadOnlyList<LatestRecord> Latest { get; init; }

    /// <summary>Ids of the contradictions between its records.</summary>
    public required IReadOnlyList<string> Contradictions { get; init; }

    /// <summary>Subjects of its records.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Ids of the people whom its records name.</summary>
    public required IReadOnlyList<string> People { get; init; }

    /// <summary>Ids of the source documents of its records.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>Where its first and last record and the lists of its records are.</summary>
    public required IReadOnlyList<DyadLink> Links { get; init; }
}

internal static class Dyads
{
    /// <summary>A record with a date comes before one without.</summary>
    private const string First = "(array_agg(resource || '/' || id order by date_start nulls last, id))[1]";
    private const string Last = "(array_agg(resource || '/' || id order by date_end desc nulls last, id))[1]";

    private static readonly Resource[] Relations = [.. Registry.All.Where(resource => resource.Type.HoldsRelations)];

    private static readonly string[] Lists =
        ["timeline", "panel", "trade-figures/series", "contradictions", .. Relations.Select(resource => resource.Name)];

    /// <summary>The lists of which a dyad has all values that its records have.</summary>
    private static readonly string[] Distinct = ["topics", "people", "source_ids"];

    /// <summary>The condition of a record r of a resource that may be the latest of something.</summary>
    private static readonly (string Of, string Resource, string Condition)[] Latest =
    [
        ("trade_total", "trade-figures",
            "indicator = 'trade_value' and flow = 'total' and commodity is null and period_type = 'year' and status in ('reported', 'estimated')"),
        ("exercise", "exercises", PanelCounts.IsHeld),
        ("journey", "visits", $"{PanelCounts.IsJourney} and status = 'occurred' "
            + "and least(from_country, to_country) || '-' || greatest(from_country, to_country) = dyad"),
        ("agreement", "agreements", PanelCounts.IsAgreed),
        ("statement", "statements", "true"),
        ("transfer", "transfers", PanelCounts.IsSupplied),
    ];

    private static readonly string Sql = $"""
        with records as (
          {string.Join("\n  union all\n  ", Relations.Select(resource => $"""
          select '{resource.Name}' as resource, dyad, r.id, r.title, r.date, r.date_start, r.date_end, r.people, r.topics, r.source_ids,
              {LatestOf(resource)} as latest_of
            from {resource.Type.Table} r, unnest(r.dyads) dyad
            where r.since <= @version and (r.until is null or r.until > @version)
              and (@dyad::text[] is null or r.dyads && @dyad and dyad = any(@dyad))
          """))}
        ),
        latest as (
          select distinct on (dyad, latest_of) dyad, latest_of, resource, id, title, date
          from records
          where latest_of is not null and date_end is not null
          order by dyad, latest_of, date_start desc nulls last, date_end desc, id
        ),
        latest_of_each as (
          select dyad, jsonb_agg(jsonb_build_object('of', latest_of, 'resource', resource, 'id', id, 'title', title, 'date', date,
            'href', '/v1/' || resource || '/' || id || '?dataset_version=' || @version) order by latest_of) as latest
          from latest
          group by dyad
        ),
        contradictions_of_each as (
          select dyad, array_agg(d.id order by d.id) as contradictions
          from contradictions d, unnest(d.dyads) dyad
          where d.since <= @version and (d.until is null or d.until > @version) and (@dyad::text[] is null or d.dyads && @dyad and dyad = any(@dyad))
          group by dyad
        ),
        {string.Join(",\n", Distinct.Select(list => $"""
        {list}_of_each as (
          select dyad, array_agg(item order by item) as {list}
          from (select distinct dyad, item collate "C" as item from records, unnest({list}) item) items
          group by dyad
        )
        """))},
        counted as (
          select dyad, string_to_array(dyad, '-') as countries, count(*)::integer as records,
            {string.Join(",\n    ", Relations.Select(resource =>
              $"nullif(count(*) filter (where resource = '{resource.Name}'), 0)::integer as {resource.Identifier}"))},
            min(date_start) as date_start, max(date_end) as date_end, {First} as first_record, {Last} as last_record
          from records
          group by dyad
        )
        select r.dyad collate "C" as id,
          (select string_agg(c.name, ' and ' order by c.id) from countries c
            where c.since <= @version and (c.until is null or c.until > @version) and c.id = any(r.countries)) collate "C" as title,
          r.countries collate "C" as countries, r.records, {string.Join(", ", Relations.Select(resource => $"r.{resource.Identifier}"))},
          r.date_start, r.date_end, r.first_record collate "C" as first_record, r.last_record collate "C" as last_record,
          coalesce(latest, '[]') as latest, coalesce(contradictions, array[]::text[]) collate "C" as contradictions,
          {string.Join(", ", Distinct.Select(list => $"coalesce({list}, array[]::text[]) collate \"C\" as {list}"))},
          jsonb_build_array({Link("first_record", "r.first_record")}, {Link("last_record", "r.last_record")},
            {string.Join(", ", Lists.Select(name => Link(name, $"'{name}?dyad=' || r.dyad", '&')))}) as links
        from counted r
        left join latest_of_each using (dyad)
        left join contradictions_of_each using (dyad)
        {string.Join("\n", Distinct.Select(list => $"left join {list}_of_each using (dyad)"))}
        """;

    public static readonly View View = new("dyads", typeof(DyadSummary), Sql, defaultSort: "-records",
    [
        new("id", Filter | Sort, "dyad", Reference.Dyad),
        new("title", Filter | Sort),
        new("countries", Filter | Facet, "country", Reference.Country),
        new("records", Filter | Sort),
        .. Relations.Select(resource => new FieldDeclaration(resource.Identifier, Filter | Sort)),
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        new("first_record", Sort),
        new("last_record", Sort),
        "latest",
        new("contradictions", Filter, "contradiction"),
        new("topics", Filter | Facet, "topic"),
        new("people", Filter | Facet, "person", Reference.Person),
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        "links",
    ])
    {
        HasSearch = false,
        Narrowing = ["dyad"],
        Milliseconds = 20,
        MillisecondsOfRecord = 0.05,
        ItemsOfList = 20,
        Example = "CHN-RUS",
    };

    private static string LatestOf(Resource resource) =>
        Latest.Where(latest => latest.Resource == resource.Name).Select(latest => $"case when {latest.Condition} then '{latest.Of}' end")
            .FirstOrDefault("null::text");

    private static string Link(string to, string path, char separator = '?') =>
        $"jsonb_build_object('to', '{to}', 'href', '/v1/' || {path} || '{separator}dataset_version=' || @version)";
}
