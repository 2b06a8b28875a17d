using Api.Listing;
using Dataset;
using static Api.Listing.Use;

namespace Api.Resources;

/// <summary>
/// A period of a dyad: its trade and the number of its visits, exercises, statements and agreements, side by side. In a count, 0
/// means that there is none although the dataset tells of earlier and later ones of the dyad; null means that the period lies
/// outside the time for which it tells of any: not recorded.
/// </summary>
public sealed record PanelRow
{
    /// <summary>The two countries, codes in alphabetical order joined by a hyphen.</summary>
    public required string Dyad { get; init; }

    /// <summary>The period: 2022, 2022-Q1 or 2022-03.</summary>
    public required string Period { get; init; }

    /// <summary>How long a period is: year, quarter or month.</summary>
    public required string Frequency { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly DateStart { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly DateEnd { get; init; }

    /// <summary>All goods traded between the two in just this period, in dollars of the United States: the preferred value of the series, where it is reported or estimated; null when not recorded. What is only expected or a target stands in the series alone.</summary>
    public required decimal? TradeTotal { get; init; }

    /// <summary>Whether that value was reported or estimated; null when not recorded.</summary>
    public required FigureStatus? TradeTotalStatus { get; init; }

    /// <summary>Id of the figure, in /v1/trade-figures; null when not recorded.</summary>
    public required string? TradeFigureId { get; init; }

    /// <summary>Records of visits whose date wholly lies in the period; null when not recorded.</summary>
    public required int? Visits { get; init; }

    /// <summary>Records of visits whose date may lie in the period; null when not recorded.</summary>
    public required int? VisitsPossible { get; init; }

    /// <summary>Records of exercises whose date wholly lies in the period; null when not recorded.</summary>
    public required int? Exercises { get; init; }

    /// <summary>Records of exercises whose date may lie in the period; null when not recorded.</summary>
    public required int? ExercisesPossible { get; init; }

    /// <summary>Records of statements whose date wholly lies in the period; null when not recorded.</summary>
    public required int? Statements { get; init; }

    /// <summary>Records of statements whose date may lie in the period; null when not recorded.</summary>
    public required int? StatementsPossible { get; init; }

    /// <summary>Records of agreements whose date wholly lies in the period; null when not recorded.</summary>
    public required int? Agreements { get; init; }

    /// <summary>Records of agreements whose date may lie in the period; null when not recorded.</summary>
    public required int? AgreementsPossible { get; init; }

    /// <summary>The two countries.</summary>
    public required IReadOnlyList<string> Countries { get; init; }
}

/// <summary>What happened between two countries, period by period.</summary>
internal static class Panel
{
    private const string Sql = $"""
        with records as (
          select 'visits' as resource, unnest(dyads) as dyad, date_start, date_end from visits where since <= @version and (until is null or until > @version)
          union all
          select 'exercises', unnest(dyads), date_start, date_end from exercises where since <= @version and (until is null or until > @version)
          union all
          select 'statements', unnest(dyads), date_start, date_end from statements where since <= @version and (until is null or until > @version)
          union all
          select 'agreements', unnest(dyads), date_start, date_end from agreements where since <= @version and (until is null or until > @version)
        ),
        trade as (
          select distinct on (1, 2, 3) least(reporter, partner) || '-' || greatest(reporter, partner) as dyad, date_start, date_end, value, status, preferred_id
          from ({TradeSeries.Sql}) s
          where indicator = 'trade_value' and flow = 'total' and commodity is null and partner is not null and date_start is not null and date_end is not null
            and status in ('reported', 'estimated')
          order by 1, 2, 3, status <> 'reported', source_count desc, preferred_id
        ),
        spans as (
          select dyad, min(coalesce(date_start, date_end)) as first, max(coalesce(date_end, date_start)) as last
          from (select dyad, date_start, date_end from records union all select dyad, date_start, date_end from trade) dated
          where date_start is not null or date_end is not null
          group by dyad
        ),
        step as (select case @frequency when 'quarter' then interval '3 months' when 'month' then interval '1 month' else interval '1 year' end as step),
        periods as (
          select dyad, start::date as date_start, (start + step - interval '1 day')::date as date_end
          from spans, step, generate_series(date_trunc(@frequency, first::timestamp), last, step) start
        ),
        -- Each record once in every period in which it may lie; one that is open at an end reaches as far as the dyad's records do.
        possible as (
          select resource, r.dyad, start::date as date_start,
            coalesce(date_trunc(@frequency, r.date_start::timestamp) = date_trunc(@frequency, r.date_end::timestamp), false) as certain,
            r.date_start is not null as begins, r.date_end is not null as ends
          from records r
          join spans using (dyad), step,
            generate_series(date_trunc(@frequency, coalesce(r.date_start, first)::timestamp), coalesce(r.date_end, last), step) start
          where r.date_start is not null or r.date_end is not null
        ),
        counts as (
          select dyad, date_start,
            count(*) filter (where resource = 'visits') as visits_possible,
            count(*) filter (where resource = 'visits' and certain) as visits,
            count(*) filter (where resource = 'exercises') as exercises_possible,
            count(*) filter (where resource = 'exercises' and certain) as exercises,
            count(*) filter (where resource = 'statements') as statements_possible,
            count(*) filter (where resource = 'statements' and certain) as statements,
            count(*) filter (where resource = 'agreements') as agreements_possible,
            count(*) filter (where resource = 'agreements' and certain) as agreements
          from possible
          group by dyad, date_start
        ),
        -- From the first day that a record is known to begin on to the last that one is known to end on; outside of it nothing is recorded.
        recorded as (
          select dyad,
            min(date_start) filter (where resource = 'visits' and begins) as visits_from, max(date_start) filter (where resource = 'visits' and ends) as visits_to,
            min(date_start) filter (where resource = 'exercises' and begins) as exercises_from, max(date_start) filter (where resource = 'exercises' and ends) as exercises_to,
            min(date_start) filter (where resource = 'statements' and begins) as statements_from, max(date_start) filter (where resource = 'statements' and ends) as statements_to,
            min(date_start) filter (where resource = 'agreements' and begins) as agreements_from, max(date_start) filter (where resource = 'agreements' and ends) as agreements_to
          from possible
          group by dyad
        )
        select p.dyad collate "C" as dyad,
          to_char(p.date_start, case @frequency when 'quarter' then 'YYYY-"Q"Q' when 'month' then 'YYYY-MM' else 'YYYY' end) collate "C" as period,
          @frequency::text collate "C" as frequency, p.date_start, p.date_end,
          t.value as trade_total, t.status as trade_total_status, t.preferred_id as trade_figure_id,
          case when p.date_start between visits_from and visits_to then coalesce(c.visits, 0)::integer end as visits,
          case when p.date_start between visits_from and visits_to then coalesce(c.visits_possible, 0)::integer end as visits_possible,
          case when p.date_start between exercises_from and exercises_to then coalesce(c.exercises, 0)::integer end as exercises,
          case when p.date_start between exercises_from and exercises_to then coalesce(c.exercises_possible, 0)::integer end as exercises_possible,
          case when p.date_start between statements_from and statements_to then coalesce(c.statements, 0)::integer end as statements,
          case when p.date_start between statements_from and statements_to then coalesce(c.statements_possible, 0)::integer end as statements_possible,
          case when p.date_start between agreements_from and agreements_to then coalesce(c.agreements, 0)::integer end as agreements,
          case when p.date_start between agreements_from and agreements_to then coalesce(c.agreements_possible, 0)::integer end as agreements_possible,
          string_to_array(p.dyad, '-') as countries
        from periods p
        left join counts c on c.dyad = p.dyad and c.date_start = p.date_start
        left join recorded r on r.dyad = p.dyad
        left join trade t on t.dyad = p.dyad and t.date_start = p.date_start and t.date_end = p.date_end
        """;

    public static readonly View View = new("panel", typeof(PanelRow), Sql, defaultSort: "dyad,date_start",
    [
        new("dyad", Filter | Sort | Facet, Refers: Reference.Dyad),
        new("period", Filter | Sort | Facet),
        "frequency",
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        new("trade_total", Filter | Sort),
        new("trade_total_status", Filter | Sort | Facet),
        new("trade_figure_id", Filter | Sort),
        new("visits", Filter | Sort),
        new("visits_possible", Filter | Sort),
        new("exercises", Filter | Sort),
        new("exercises_possible", Filter | Sort),
        new("statements", Filter | Sort),
        new("statements_possible", Filter | Sort),
        new("agreements", Filter | Sort),
        new("agreements_possible", Filter | Sort),
        new("countries", Filter | Facet, "country", Reference.Country),
    ])
    {
        Key = ["dyad", "date_start"],
        HasSearch = false,
        Inputs = [new("frequency", FieldKind.Code, "year", ["year", "quarter", "month"], "How long a period is: year (the default), quarter or month.")],
    };
}
