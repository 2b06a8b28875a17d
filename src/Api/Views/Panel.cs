using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>
/// A period of a dyad: its trade, and the numbers of its visits, exercises, statements and agreements. A count of 0 means that the
/// dataset has none in the period, but earlier and later ones of the dyad. Null means that the period is before the first or after the
/// last one that the dataset has: not recorded.
/// </summary>
internal sealed record PanelRow
{
    /// <summary>The two countries, codes in alphabetical order joined by a hyphen.</summary>
    public required string Dyad { get; init; }

    /// <summary>The period: 2022, 2022-Q1 or 2022-03.</summary>
    public required string Period { get; init; }

    /// <summary>Length of the period: year, quarter or month.</summary>
    public required string Frequency { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly DateStart { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly DateEnd { get; init; }

    /// <summary>
    /// All trade between the two countries in exactly this period, in US dollars: the preferred value of the series, if it is reported or
    /// estimated; null when not recorded. Expectations and targets are only in the series.
    /// </summary>
    public required decimal? TradeTotal { get; init; }

    /// <summary>Whether the value of trade is reported or estimated; null when not recorded.</summary>
    public required FigureStatus? TradeTotalStatus { get; init; }

    /// <summary>Id of the trade figure, in /v1/trade-figures; null when not recorded.</summary>
    public required string? TradeFigureId { get; init; }

    /// <summary>Number of visits whose whole date is in the period; null when not recorded.</summary>
    public required int? Visits { get; init; }

    /// <summary>Number of visits whose date is or may be in the period; null when not recorded.</summary>
    public required int? VisitsPossible { get; init; }

    /// <summary>Number of exercises whose whole date is in the period; null when not recorded.</summary>
    public required int? Exercises { get; init; }

    /// <summary>Number of exercises whose date is or may be in the period; null when not recorded.</summary>
    public required int? ExercisesPossible { get; init; }

    /// <summary>Number of statements whose whole date is in the period; null when not recorded.</summary>
    public required int? Statements { get; init; }

    /// <summary>Number of statements whose date is or may be in the period; null when not recorded.</summary>
    public required int? StatementsPossible { get; init; }

    /// <summary>Number of agreements whose whole date is in the period; null when not recorded.</summary>
    public required int? Agreements { get; init; }

    /// <summary>Number of agreements whose date is or may be in the period; null when not recorded.</summary>
    public required int? AgreementsPossible { get; init; }

    /// <summary>The two countries.</summary>
    public required IReadOnlyList<string> Countries { get; init; }
}

/// <summary>A count of the panel, of records whose date lies in a period; <see cref="Possible"/> has those whose date may lie in it.</summary>
internal sealed record PanelCount(string Name, string Resource)
{
    public string Possible => $"{Name}_possible";
}

/// <summary>The relations of two countries, period by period.</summary>
internal static class Panel
{
    /// <summary>The counts, from which the query, its columns and the chart follow.</summary>
    public static readonly IReadOnlyList<PanelCount> Counts =
        [new("visits", "visits"), new("exercises", "exercises"), new("statements", "statements"), new("agreements", "agreements")];

    /// <summary>The figures of all trade between two countries, whichever of them reports it.</summary>
    private const string Traded = """
        indicator = 'trade_value' and flow = 'total' and commodity is null and partner is not null
              and (@dyad::text[] is null or reporter = any(string_to_array(array_to_string(@dyad, '-'), '-')))
              and (@country::text[] is null or reporter = any(@country) or partner = any(@country))
        """;

    private static readonly string Sql = $"""
        -- Records with the same periods count alike, so they are counted before they are joined to the periods.
        with records as (
          {string.Join("\n  union all\n  ", Counts.Select(count => $"""
          select '{count.Name}' as counted, dyad,
              date_trunc(@frequency, date_start::timestamp) as from_period, date_trunc(@frequency, date_end::timestamp) as to_period,
              count(*) as records, min(coalesce(date_start, date_end)) as first, max(coalesce(date_end, date_start)) as last
            from {count.Resource}, unnest(dyads) dyad
            where since <= @version and (until is null or until > @version) and (date_start is not null or date_end is not null)
              and (@dyad::text[] is null or dyads && @dyad and dyad = any(@dyad))
              and (@country::text[] is null or countries && @country and string_to_array(dyad, '-') && @country)
            group by 2, 3, 4
          """))}
        ),
        trade as (
          select distinct on (1, 2, 3) least(reporter, partner) || '-' || greatest(reporter, partner) as dyad,
            date_start, date_end, value, status, preferred_id
          from ({TradeSeries.Of(Traded)}) s
          where date_start is not null and date_end is not null and status in ('reported', 'estimated')
          order by 1, 2, 3, status <> 'reported', source_count desc, preferred_id
        ),
        spans as (
          select dyad, min(first) as first, max(last) as last
          from (select dyad, first, last from records union all select dyad, date_start, date_end from trade) dated
          group by dyad
        ),
        step as (
          select case @frequency when 'quarter' then interval '3 months' when 'month' then interval '1 month' else interval '1 year' end as step
        ),
        periods as (
          select dyad, start::date as date_start, (start + step - interval '1 day')::date as date_end
          from spans, step, generate_series(date_trunc(@frequency, first::timestamp), last, step) start
        ),
        -- Each record once in every period that it may be in; one with an open end extends to the first or last record of the dyad.
        possible as (
          select counted, dyad, start::date as date_start, sum(records) as records, sum(records) filter (where from_period = to_period) as certain
          from records r
          join spans using (dyad), step,
            generate_series(coalesce(from_period, date_trunc(@frequency, spans.first::timestamp)), coalesce(to_period, spans.last), step) start
          group by 1, 2, 3
        ),
        counts as (
          select dyad, date_start,
            {string.Join(",\n    ", Counts.Select(count =>
              $"sum(records) filter (where counted = '{count.Name}') as {count.Possible}, "
              + $"sum(certain) filter (where counted = '{count.Name}') as {count.Name}"))}
          from possible
          group by dyad, date_start
        ),
        -- From the first to the last day on which a record begins or ends; outside of it nothing is recorded.
        recorded as (
          select dyad,
            {string.Join(",\n    ", Counts.Select(count => $"""
            (min(coalesce(from_period, to_period)) filter (where counted = '{count.Name}'))::date as {count.Name}_from,
              (max(coalesce(to_period, from_period)) filter (where counted = '{count.Name}'))::date as {count.Name}_to
            """))}
          from records
          group by dyad
        )
        select p.dyad collate "C" as dyad,
          to_char(p.date_start, case @frequency when 'quarter' then 'YYYY-"Q"Q' when 'month' then 'YYYY-MM' else 'YYYY' end) collate "C" as period,
          @frequency::text collate "C" as frequency, p.date_start, p.date_end,
          t.value as trade_total, t.status as trade_total_status, t.preferred_id as trade_figure_id,
          {string.Join(",\n  ", Counts.SelectMany(count => new[] { count.Name, count.Possible }.Select(column =>
            $"case when p.date_start between {count.Name}_from and {count.Name}_to then coalesce(c.{column}, 0)::integer end as {column}")))},
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
        .. Counts.SelectMany(count => new FieldDeclaration[] { new(count.Name, Filter | Sort), new(count.Possible, Filter | Sort) }),
        new("countries", Filter | Facet, "country", Reference.Country),
    ])
    {
        Key = ["dyad", "date_start"],
        HasSearch = false,
        Narrowing = ["dyad", "country"],
        Inputs =
            [new("frequency", ValueKind.Code, "year", ["year", "quarter", "month"], "Length of a period: year (the default), quarter or month.")],
    };
}
