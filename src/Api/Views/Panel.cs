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

    /// <summary>A month of a hundred years, and a year of more than history has: the rows of a pair are bounded by its records.</summary>
    private const int MostPeriods = 1200;

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
              sum(c.weight) as weight
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
          select counted, dyad, direction, first, second, from_period, to_period,
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
        step as (
          select case @frequency when 'quarter' then interval '3 months' when 'month' then interval '1 month' else interval '1 year' end as step
        ),
        -- The first and last period of everything. What may be in more periods than {MostPeriods} decides only where there is nothing else.
        known as (
          select dyad, direction, first, second, first_period, last_period, last_period > first_period + {MostPeriods} * step as is_long
          from step, (
            select dyad, direction, first, second, coalesce(from_period, to_period), coalesce(to_period, from_period) from records
            union all
            select dyad, 'both', left(dyad, 3), right(dyad, 3), date_trunc(@frequency, date_start::timestamp),
              date_trunc(@frequency, date_end::timestamp)
            from trade where @directed = 'false'
            union all
            select dyad, goods, left(goods, 3), right(goods, 3), date_trunc(@frequency, date_start::timestamp),
              date_trunc(@frequency, date_end::timestamp)
            from trade where @directed = 'true' and goods <> 'both'
          ) known (dyad, direction, first, second, first_period, last_period)
        ),
        deciding as (
          select dyad, direction, first, second, first_period, last_period from known where not is_long
          union all
          select dyad, direction, first, second, period, period
          from known k cross join lateral (values (first_period), (last_period)) ends (period)
          where is_long and not exists (select from known o where (o.dyad, o.direction) = (k.dyad, k.direction) and not o.is_long)
        ),
        -- Every period from the first to the last, without gaps of more than {MostPeriods}.
        spans as (
          select dyad, direction, first, second, min(first_period) as earliest, max(last_period) as latest
          from (
            select d.*, count(*) filter (where first_period > previous + {MostPeriods} * step) over ordered as gaps
            from step, (
              select *, max(last_period) over (
                partition by dyad, direction order by first_period rows between unbounded preceding and 1 preceding) as previous
              from deciding
            ) d
            window ordered as (partition by dyad, direction order by first_period rows unbounded preceding)
          ) d
          group by 1, 2, 3, 4, gaps
        ),
        periods as (
          select dyad, direction, first, second, period, period::date as date_start, (period + step - interval '1 day')::date as date_end
          from spans, step, generate_series(earliest, latest, step) period
        ),
        -- A record may be in every period from its first to its last: it is added at the first, and subtracted behind the last. One with an open
        -- end is only in the period of the other end.
        changes as (
          select dyad, direction, period,
            {string.Join(",\n    ", PanelCounts.All.SelectMany(count => count.IsMain
              ? new[] { Counted("certain", count, count.Name), Counted("possible", count, count.Possible) }
              : [Counted("possible", count, count.Name)]))}
          from (
            select dyad, direction, counted, coalesce(from_period, to_period), weight, case when from_period = to_period then weight end from records
            union all
            select dyad, direction, counted, coalesce(to_period, from_period) + step, -weight, null from records, step
          ) change (dyad, direction, counted, period, possible, certain)
          group by 1, 2, 3
        ),
        counts as (
          select p.*, {string.Join(",\n    ", PanelCounts.All.SelectMany(count => count.IsMain
            ? new[] { $"nullif(c.{count.Name}, 0) as {count.Name}", Sum(count.Possible) } : [Sum(count.Name)]))}
          from periods p full join changes c using (dyad, direction, period)
          window so_far as (partition by dyad, direction order by period)
        ),
        -- A count is 0 only where a source claims to give everything of a resource, and gives none.
        complete as (
          select claim ->> 'resource' as resource, claim ->> 'dyad' as dyad,
            (claim ->> 'start')::date as date_start, (claim ->> 'end')::date as date_end
          from coverage, jsonb_array_elements(complete) claim
          where complete <> '[]' and since <= @version and (until is null or until > @version) and claim ->> 'kind' is null
        ),
        -- The numbers of countries in the list of the Correlates of War project, with their years.
        ccodes as (
          select id, (state ->> 'number')::integer as number,
            (state ->> 'since')::integer as first_year, coalesce((state ->> 'until')::integer, 9999) as last_year
          from (select first from spans union select second from spans) country (id)
          cross join lateral (
            select state from countries c, jsonb_array_elements(c.state_codes) state
            where c.id = country.id and c.since <= @version and (c.until is null or c.until > @version) and state ->> 'list' = 'cow'
            offset 0 -- An index leads to the few countries of the pairs.
          ) states
        )
        select p.dyad collate "C" as dyad, p.direction collate "C" as direction, p.first collate "C" as country1, p.second collate "C" as country2,
          (select number from ccodes where id = p.first and extract(year from p.date_start) between first_year and last_year limit 1) as ccode1,
          (select number from ccodes where id = p.second and extract(year from p.date_start) between first_year and last_year limit 1) as ccode2,
          to_char(p.date_start, case @frequency when 'quarter' then 'YYYY-"Q"Q' when 'month' then 'YYYY-MM' else 'YYYY' end) collate "C" as period,
          @frequency::text collate "C" as frequency, p.date_start, p.date_end,
          t.value as trade_total, t.status as trade_total_status, t.preferred_id as trade_figure_id,
          there.value as exports_first_to_second, back.value as exports_second_to_first,
          {string.Join(",\n  ", PanelCounts.ByResource.SelectMany(pair => pair.Value.SelectMany(count => count.Columns).Select(column =>
            $"coalesce(p.{column}::integer, case when '{pair.Key}' = any(p.complete) then 0 end) as {column}")))},
          array[least(p.first, p.second), greatest(p.first, p.second)] as countries
        from (
          select *, case when dyad in (select dyad from complete) then array(
            select resource from complete k where k.dyad = c.dyad and c.date_start >= k.date_start and c.date_end <= k.date_end) end as complete
          from counts c where first is not null
        ) p
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
        Milliseconds = 60,
        MillisecondsOfRecord = 0.03,
        Inputs =
        [
            new("frequency", ValueKind.Code, "year", ["year", "quarter", "month"], "Length of a period: year (the default), quarter or month."),
            new("directed", ValueKind.Code, "false", ["false", "true"],
                "true gives two rows for a pair and period, each for what one of the two does to the other; false, the default, one for both."),
        ],
    };

    private static string Counted(string sum, PanelCount count, string column) =>
        $"sum({sum}) filter (where counted = '{count.Name}') as {column}";

    /// <summary>The sum up to a period of what is added and subtracted; null where nothing is left.</summary>
    private static string Sum(string column) => $"nullif(sum(c.{column}) over so_far, 0) as {column}";
}
