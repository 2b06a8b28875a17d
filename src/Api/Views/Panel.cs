using Api.Listing.Declare;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>The relations of two countries, period by period.</summary>
internal static class Panel
{
    /// <summary>
    /// The trade in all goods between two countries, whichever of them reports it. A condition by dyad or country is on both of its
    /// countries, so it keeps whole series. A running total is not a figure for a period.
    /// </summary>
    private const string Traded = """
        indicator = 'trade_value' and flow is not null and commodity is null and partner <> 'WLD' and period_type in ('year', 'quarter', 'month')
              and (@dyad::text[] is null or reporter = any(string_to_array(array_to_string(@dyad, '-'), '-')))
              and (@country::text[] is null or reporter = any(@country) or partner = any(@country))
        """;

    private static readonly string Sql = $"""
        -- Records with the same periods count alike, so they are counted before they are joined to the periods, except for parts and their
        -- wholes. Another wording of a saying is not counted again.
        with counted as (
          {string.Join("\n  union all\n  ", PanelCounts.ByResource.Select(pair => $"""
          select c.counted, c.is_summed, c.is_kept, p.dyad, p.direction, p.first, p.second,
              date_trunc(@frequency, date_start::timestamp) as from_period, date_trunc(@frequency, date_end::timestamp) as to_period,
              case when related_keys && array['part_of', 'has_part'] then '{pair.Key}/' || r.id end as record,
              case when related_keys @> array['part_of'] then array(
                select link ->> 'record' from jsonb_array_elements(related) link
                where link ->> 'relation' = 'part_of' and link ->> 'record' like '{pair.Key}/%') end as wholes,
              sum(c.weight) as weight, min(coalesce(date_start, date_end)) as earliest, max(coalesce(date_end, date_start)) as latest
            from {pair.Key} r
            cross join lateral (
              select dyad, 'both' as direction, left(dyad, 3) as first, right(dyad, 3) as second, false as is_directed
              from unnest(dyads) dyad where @directed = 'false'
              union all
              select least(left(d, 3), right(d, 3)) || '-' || greatest(left(d, 3), right(d, 3)), d, left(d, 3), right(d, 3), true
              from unnest(directed_dyads) d where @directed = 'true'
            ) p
            cross join lateral (values
              {string.Join(",\n      ", pair.Value.Select(count =>
                $"('{count.Name}', {count.Applies}, {count.Weight}, {(count.IsSummed ? "true" : "false")}, {(count.IsKept ? "true" : "false")})"))}
            ) c (counted, applies, weight, is_summed, is_kept)
            where since <= @version and (until is null or until > @version) and (date_start is not null or date_end is not null)
              and c.applies
              and (@dyad::text[] is null or dyads && @dyad and dyad = any(@dyad))
              and (@country::text[] is null or countries && @country and array[p.first, p.second] && @country)
              and not related_keys @> array['variant_of']
            group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
          """))}
        ),
        -- Each part with each whole that counts for the same pair.
        nested as (
          select part.counted, part.dyad, part.direction, part.record, part.weight, whole.counted as whole_counted, whole.record as whole
          from counted part cross join unnest(part.wholes) of (record)
          join counted whole on (whole.record, whole.dyad, whole.direction) = (of.record, part.dyad, part.direction)
        ),
        parts as (
          select counted, dyad, direction, record, bool_or(whole_counted = counted) as is_in_same from nested group by 1, 2, 3, 4
        ),
        shares as (
          select counted, dyad, direction, whole as record, sum(weight) as of_parts from nested where whole_counted = counted group by 1, 2, 3, 4
        ),
        -- A part is not counted again. Where both give a number, as one of two journeys and both do, the whole counts for the rest.
        records as (
          select counted, dyad, direction, first, second, from_period, to_period, earliest, latest,
            weight - case when is_summed then coalesce(of_parts, 0) else 0 end as weight
          from counted
          left join parts using (counted, dyad, direction, record)
          left join shares using (counted, dyad, direction, record)
          where is_kept or is_in_same is null or is_summed and is_in_same
        ),
        trade as (
          select distinct on (1, 2, 3, 4) least(reporter, partner) || '-' || greatest(reporter, partner) as dyad,
            case flow when 'export' then reporter || '>' || partner when 'import' then partner || '>' || reporter else 'both' end as goods,
            date_start, date_end, value, status, preferred_id
          from ({TradeSeries.Of(Traded)}) s
          where date_start is not null and date_end is not null and status in ('reported', 'estimated')
          order by 1, 2, 3, 4, status <> 'reported', source_count desc, preferred_id
        ),
        spans as (
          select dyad, direction, first, second, min(earliest) as earliest, max(latest) as latest
          from (
            select dyad, direction, first, second, earliest, latest from records
            union all
            select dyad, 'both', left(dyad, 3), right(dyad, 3), date_start, date_end from trade where @directed = 'false'
            union all
            select dyad, goods, left(goods, 3), right(goods, 3), date_start, date_end from trade where @directed = 'true' and goods <> 'both'
          ) dated
          group by 1, 2, 3, 4
        ),
        step as (
          select case @frequency when 'quarter' then interval '3 months' when 'month' then interval '1 month' else interval '1 year' end as step
        ),
        periods as (
          select dyad, direction, first, second, start::date as date_start, (start + step - interval '1 day')::date as date_end
          from spans, step, generate_series(date_trunc(@frequency, earliest::timestamp), latest, step) start
        ),
        -- Each record once in every period that it may be in; one with an open end only in the period of the other end.
        possible as (
          select counted, r.dyad, r.direction, start::date as date_start, sum(weight) as records,
            sum(weight) filter (where from_period = to_period) as certain
          from records r, step, generate_series(coalesce(from_period, to_period), coalesce(to_period, from_period), step) start
          group by 1, 2, 3, 4
        ),
        counts as (
          select dyad, direction, date_start,
            {string.Join(",\n    ", PanelCounts.All.SelectMany(count => count.IsMain
              ? new[] { Counted("certain", count, count.Name), Counted("records", count, count.Possible) }
              : [Counted("records", count, count.Name)]))}
          from possible
          group by 1, 2, 3
        ),
        -- A count is 0 only where a source claims to give everything of a resource, and gives none.
        complete as (
          select claim ->> 'resource' as resource, claim ->> 'dyad' as dyad,
            (claim ->> 'start')::date as date_start, (claim ->> 'end')::date as date_end
          from coverage, jsonb_array_elements(complete) claim
          where complete <> '[]' and since <= @version and (until is null or until > @version) and claim ->> 'kind' is null
        )
        select p.dyad collate "C" as dyad, p.direction collate "C" as direction, p.first collate "C" as country1, p.second collate "C" as country2,
          {Ccode("first")} as ccode1, {Ccode("second")} as ccode2,
          to_char(p.date_start, case @frequency when 'quarter' then 'YYYY-"Q"Q' when 'month' then 'YYYY-MM' else 'YYYY' end) collate "C" as period,
          @frequency::text collate "C" as frequency, p.date_start, p.date_end,
          t.value as trade_total, t.status as trade_total_status, t.preferred_id as trade_figure_id,
          there.value as exports_first_to_second, back.value as exports_second_to_first,
          {string.Join(",\n  ", PanelCounts.ByResource.SelectMany(pair => pair.Value.SelectMany(count => count.Columns).Select(column =>
            $"coalesce(c.{column}::integer, case when {Complete(pair.Key)} then 0 end) as {column}")))},
          array[least(p.first, p.second), greatest(p.first, p.second)] as countries
        from periods p
        left join counts c on c.dyad = p.dyad and c.direction = p.direction and c.date_start = p.date_start
        left join trade t on t.dyad = p.dyad and t.goods = 'both' and p.direction = 'both' and (t.date_start, t.date_end) = (p.date_start, p.date_end)
        left join trade there on there.goods = p.first || '>' || p.second and (there.date_start, there.date_end) = (p.date_start, p.date_end)
        left join trade back on back.goods = p.second || '>' || p.first and p.direction = 'both'
          and (back.date_start, back.date_end) = (p.date_start, p.date_end)
        """;

    public static readonly View View = new("panel", typeof(PanelRow), Sql, defaultSort: "dyad,direction,date_start",
    [
        new("dyad", Filter | Sort | Facet, Refers: Reference.Dyad),
        new("direction", Filter | Sort | Facet),
        new("country1", Filter | Sort | Facet, Refers: Reference.Country),
        new("country2", Filter | Sort | Facet, Refers: Reference.Country),
        new("ccode1", Filter | Sort),
        new("ccode2", Filter | Sort),
        new("period", Filter | Sort | Facet),
        "frequency",
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        new("trade_total", Filter | Sort),
        new("trade_total_status", Filter | Sort | Facet),
        new("trade_figure_id", Filter | Sort),
        new("exports_first_to_second", Filter | Sort),
        new("exports_second_to_first", Filter | Sort),
        .. PanelCounts.All.SelectMany(count => count.Columns).Select(column => new FieldDeclaration(column, Filter | Sort)),
        new("countries", Filter | Facet, "country", Reference.Country),
    ])
    {
        Key = ["dyad", "direction", "date_start"],
        HasSearch = false,
        Narrowing = ["dyad", "country"],
        Inputs =
        [
            new("frequency", ValueKind.Code, "year", ["year", "quarter", "month"], "Length of a period: year (the default), quarter or month."),
            new("directed", ValueKind.Code, "false", ["false", "true"],
                "true gives two rows for a pair and period, each for what one of the two does to the other; false, the default, one for both."),
        ],
    };

    private static string Counted(string sum, PanelCount count, string column) =>
        $"sum({sum}) filter (where counted = '{count.Name}') as {column}";

    private static string Complete(string resource) =>
        $"exists (select from complete k where k.resource = '{resource}' and k.dyad = p.dyad "
        + "and p.date_start >= k.date_start and p.date_end <= k.date_end)";

    /// <summary>The number of a country in the list of the Correlates of War project, in the year in which a period begins.</summary>
    private static string Ccode(string country) => $"""
        (select (state ->> 'number')::integer
            from countries n, jsonb_array_elements(n.state_codes) state
            where n.since <= @version and (n.until is null or n.until > @version) and n.id = p.{country} and state ->> 'list' = 'cow'
              and extract(year from p.date_start) between (state ->> 'since')::integer and coalesce((state ->> 'until')::integer, 9999)
            limit 1)
        """;
}
