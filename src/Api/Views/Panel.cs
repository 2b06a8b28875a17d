using Api.Listing.Declare;
using Api.Resources;
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

    /// <summary>
    /// The SQL keys everything by pair: the dyad, or with @directed its direction, such as CHN>RUS. A count is its place among all counts.
    /// </summary>
    private static readonly string Sql = $"""
        -- Every count of every record for every pair. Another wording of a saying is not counted again.
        with counted as (
          {string.Join("\n  union all\n  ", PanelCounts.ByResource.Select(pair => $"""
          select p.pair, c.place + {PanelCounts.PlaceOf(pair.Value[0])} - 1 as place,
              date_trunc(@frequency, date_start::timestamp) as from_period, date_trunc(@frequency, date_end::timestamp) as to_period,
              case when related_keys && array['part_of', 'has_part'] then '{pair.Key}/' || r.id end as record,
              case when related_keys @> array['part_of'] then array(
                select link ->> 'record' from jsonb_array_elements(related) link
                where link ->> 'relation' = 'part_of' and link ->> 'record' like '{pair.Key}/%') end as wholes,
              c.weight
            from {pair.Key} r
            cross join lateral (
              select pair, left(pair, 3) as first, right(pair, 3) as second, @directed = 'true' as is_directed
              from unnest(case @directed when 'true' then directed_dyads else dyads end) pair
            ) p
            cross join lateral unnest(array[
              {string.Join(",\n      ", pair.Value.Select(count => $"case when {count.Applies} then {count.Weight} end"))}
            ]) with ordinality c (weight, place)
            where since <= @version and (until is null or until > @version) and (date_start is not null or date_end is not null)
              and c.weight is not null
              and (@dyad::text[] is null or dyads && @dyad and {Dyad("first", "second")} = any(@dyad))
              and (@country::text[] is null or countries && @country and array[first, second] && @country)
              and not related_keys @> array['variant_of']
          """))}
        ),
        linked as materialized (
          select pair, place, record, wholes, weight from counted where record is not null
        ),
        -- Each part with each whole that counts for the same pair.
        nested as (
          select part.pair, part.place, part.record, part.weight, whole.place as whole_place, whole.record as whole
          from (select pair, place, record, weight, unnest(wholes) as whole from linked) part
          join linked whole on whole.record = part.whole and whole.pair = part.pair
        ),
        parts as (
          select pair, place, record, bool_or(whole_place = place) as is_in_same from nested group by 1, 2, 3
        ),
        shares as (
          select pair, place, whole as record, sum(weight) as of_parts from nested where whole_place = place group by 1, 2, 3
        ),
        -- A part is not counted again. Where both give a number, as one of two journeys and both do, the whole counts for the rest.
        records as (
          select pair, place, from_period, to_period, weight from counted where record is null
          union all
          select pair, place, from_period, to_period,
            weight - case when place = any({PlacesOf(count => count.IsSummed)}) then coalesce(of_parts, 0)::integer else 0 end
          from counted
          left join parts using (pair, place, record)
          left join shares using (pair, place, record)
          where record is not null and (is_in_same is null or place = any({PlacesOf(count => count.IsKept)})
            or place = any({PlacesOf(count => count.IsSummed)}) and is_in_same)
        ),
        trade as (
          select distinct on (1, 2, 3, 4) {Dyad("reporter", "partner")} as dyad,
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
          select pair, first_period, last_period, last_period > first_period + {MostPeriods} * step as is_long
          from step, (
            select pair, coalesce(from_period, to_period), coalesce(to_period, from_period) from records
            union all
            select case @directed when 'true' then goods else dyad end,
              date_trunc(@frequency, date_start::timestamp), date_trunc(@frequency, date_end::timestamp)
            from trade where @directed = 'false' or goods <> 'both'
          ) known (pair, first_period, last_period)
        ),
        deciding as (
          select pair, first_period, last_period from known where not is_long
          union all
          select pair, period, period
          from known k cross join lateral (values (first_period), (last_period)) ends (period)
          where is_long and pair not in (select pair from known where not is_long)
        ),
        -- Every period from the first to the last, without gaps of more than {MostPeriods}.
        whole as (
          select pair, min(first_period) as earliest, max(last_period) as latest,
            max(last_period) <= min(first_period) + {MostPeriods} * step as is_short
          from deciding, step
          group by pair, step
        ),
        spans as (
          select pair, earliest, latest from whole where is_short
          union all
          select pair, min(first_period), max(last_period)
          from (
            select d.*, count(*) filter (where first_period > previous + {MostPeriods} * step) over ordered as gaps
            from step, (
              select *, max(last_period) over (
                partition by pair order by first_period rows between unbounded preceding and 1 preceding) as previous
              from deciding
              where pair in (select pair from whole where not is_short)
            ) d
            window ordered as (partition by pair order by first_period rows unbounded preceding)
          ) d
          group by pair, gaps
        ),
        -- The numbers of countries in the list of the Correlates of War project, with their years.
        ccodes as (
          select id, (state ->> 'number')::integer as number, (state ->> 'since')::integer as since,
            least((state ->> 'until')::integer, lead((state ->> 'since')::integer) over (partition by id order by state -> 'since') - 1) as until
          from (select left(pair, 3) from spans union select right(pair, 3) from spans) country (id)
          cross join lateral (
            select state from countries c, jsonb_array_elements(c.state_codes) state
            where c.id = country.id and c.since <= @version and (c.until is null or c.until > @version) and state ->> 'list' = 'cow'
            offset 0 -- An index leads to the few countries of the pairs.
          ) states
        ),
        -- A count is 0 only where a source claims to give everything of a resource, and gives none.
        complete as (
          select claim ->> 'resource' as resource, claim ->> 'dyad' as dyad,
            (claim ->> 'start')::date as date_start, (claim ->> 'end')::date as date_end
          from coverage, jsonb_array_elements(complete) claim
          where complete <> '[]' and since <= @version and (until is null or until > @version) and claim ->> 'kind' is null
        ),
        periods as (
          select pair, period, period::date as date_start, (period + step - interval '1 day')::date as date_end
          from spans, step, generate_series(earliest, latest, step) period
        ),
        -- A record may be in every period from its first to its last: it is added at the first, and subtracted behind the last. One with an open
        -- end is only in the period of the other end.
        changes as (
          select pair, period,
            {string.Join(",\n    ", PanelCounts.All.SelectMany(count => count.IsMain
              ? new[] { Counted("certain", count, count.Name), Counted("possible", count, count.Possible) }
              : [Counted("possible", count, count.Name)]))}
          from (
            select pair, place, coalesce(from_period, to_period), weight, case when from_period = to_period then weight end from records
            union all
            select pair, place, coalesce(to_period, from_period) + step, -weight, null from records, step
          ) change (pair, place, period, possible, certain)
          group by 1, 2
        ),
        counts as (
          select p.*, {string.Join(",\n    ", PanelCounts.All.SelectMany(count => count.IsMain
            ? new[] { $"nullif(c.{count.Name}, 0) as {count.Name}", Sum(count.Possible) } : [Sum(count.Name)]))}
          from (
            select *, left(pair, 3) as first, right(pair, 3) as second, {Dyad("left(pair, 3)", "right(pair, 3)")} as dyad from periods
          ) p
          full join changes c using (pair, period)
          window so_far as (partition by pair order by period)
        )
        select p.dyad collate "C" as dyad, case @directed when 'true' then p.pair else 'both' end collate "C" as direction,
          p.first collate "C" as country1, p.second collate "C" as country2, one.number as ccode1, two.number as ccode2,
          to_char(p.date_start, case @frequency when 'quarter' then 'YYYY-"Q"Q' when 'month' then 'YYYY-MM' else 'YYYY' end) collate "C" as period,
          @frequency::text collate "C" as frequency, p.date_start, p.date_end,
          t.value as trade_total, t.status as trade_total_status, t.preferred_id as trade_figure_id,
          there.value as exports_first_to_second, back.value as exports_second_to_first,
          {string.Join(",\n  ", PanelCounts.ByResource.SelectMany(pair => pair.Value.SelectMany(count => count.Columns).Select(column =>
            $"coalesce(p.{column}::integer, case when '{pair.Key}' = any(p.complete) then 0 end) as {column}")))},
          array[least(p.first, p.second), greatest(p.first, p.second)] as countries
        from (
          select *, extract(year from date_start)::integer as year, case when dyad in (select dyad from complete) then array(
            select resource from complete k where k.dyad = c.dyad and c.date_start >= k.date_start and c.date_end <= k.date_end) end as complete
          from counts c where pair is not null
          offset 0 -- What is complete is looked up once for all counts.
        ) p
        left join ccodes one on one.id = p.first and p.year between one.since and coalesce(one.until, 9999)
        left join ccodes two on two.id = p.second and p.year between two.since and coalesce(two.until, 9999)
        left join trade t on t.dyad = p.dyad and t.goods = 'both' and @directed = 'false' and (t.date_start, t.date_end) = (p.date_start, p.date_end)
        left join trade there on there.goods = p.first || '>' || p.second and (there.date_start, there.date_end) = (p.date_start, p.date_end)
        left join trade back on back.goods = p.second || '>' || p.first and @directed = 'false'
          and (back.date_start, back.date_end) = (p.date_start, p.date_end)
        -- Conditions on the rows do not change how they are built: they would seem to leave few rows, which are joined one by one.
        offset 0
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
        Rows = new("panel row", "panel rows"),
        Key = ["dyad", "direction", "date_start"],
        HasSearch = false,
        Narrowing = ["dyad", "country"],
        Milliseconds = 60,
        MillisecondsOfRecord = 0.01,
        BuiltRows = EstimateRows,
        Inputs =
        [
            new("frequency", ValueKind.Code, "year", ["year", "quarter", "month"],
                "Length of a period: year (the default), quarter or month. In a large dataset, quarter and month need dyad or country, except in a table."),
            new("directed", ValueKind.Code, "false", ["false", "true"],
                "true gives two rows for a pair and period, each for what one of the two does to the other; false, the default, one for both. "
                + "In a large dataset, true needs dyad or country, except in a table."),
        ],
    };

    /// <summary>A pair has records over some thirty years, and a record adds the two years until the next, or is between several pairs.</summary>
    private static double EstimateRows(IReadOnlyDictionary<string, object?> inputs, Func<string, int> listed, Func<string, long> count)
    {
        const int YearsOfPair = 30, YearsOfRecord = 2;
        double countries = count(Countries.Resource.Name);
        var pairs = countries * (countries - 1) / 2;
        if (listed("dyad") is > 0 and var dyads)
            pairs = Math.Min(pairs, dyads);
        if (listed("country") is > 0 and var among)
            pairs = Math.Min(pairs, among * countries);
        var years = Math.Min(pairs * YearsOfPair, PanelCounts.ByResource.Keys.Sum(count) * YearsOfRecord);
        return years * inputs["frequency"] switch { "quarter" => 4, "month" => 12, _ => 1 } * (inputs["directed"] is "true" ? 2 : 1);
    }

    private static string Counted(string sum, PanelCount count, string column) =>
        $"(sum({sum}) filter (where place = {PanelCounts.PlaceOf(count)}))::integer as {column}";

    private static string PlacesOf(Func<PanelCount, bool> which) =>
        $"array[{string.Join(", ", PanelCounts.All.Where(which).Select(PanelCounts.PlaceOf))}]";

    private static string Dyad(string first, string second) => $"least({first}, {second}) || '-' || greatest({first}, {second})";

    /// <summary>The sum up to a period of what is added and subtracted; null where nothing is left.</summary>
    private static string Sum(string column) => $"nullif(sum(c.{column}) over so_far, 0) as {column}";
}
