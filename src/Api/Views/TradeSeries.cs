using Api.Listing.Declare;
using Api.Resources;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Views;

/// <summary>
/// A value of a series of trade figures: one per period for an indicator, reporter, partner, flow, commodity and kind of period, chosen among
/// all figures for the period.
/// </summary>
internal sealed record TradeSeriesValue
{
    /// <summary>
    /// Key of the series: indicator, reporter, partner, flow, commodity and kind of period, joined by dots. A hyphen replaces a missing part or
    /// a blank; a hyphen or underscore in a commodity is preceded by an underscore.
    /// </summary>
    public required string Series { get; init; }

    /// <summary>The quantity measured, from the code list trade_indicator.</summary>
    public required TradeIndicator Indicator { get; init; }

    /// <summary>Direction of the trade as the reporter sees it; null where there is no direction.</summary>
    public required TradeFlow? Flow { get; init; }

    /// <summary>Code of the reporting country.</summary>
    public required string Reporter { get; init; }

    /// <summary>Code of the country that it trades with; WLD is the world.</summary>
    public required string? Partner { get; init; }

    /// <summary>Goods or service measured; null for all goods.</summary>
    public required string? Commodity { get; init; }

    /// <summary>The period, in EDTF, as the preferred figure gives it.</summary>
    public required FuzzyDate Date { get; init; }

    /// <summary>First day of the period; null when it is open at its start.</summary>
    public required DateOnly? DateStart { get; init; }

    /// <summary>Last day of the period; null when it is open at its end.</summary>
    public required DateOnly? DateEnd { get; init; }

    /// <summary>Day in the middle of the period, for plots; the known end of one that is open at the other.</summary>
    public required DateOnly DateMid { get; init; }

    /// <summary>
    /// The kind of time that date gives, from the code list period_type. Values of different kinds are not of one series: a running total is
    /// not another annual figure.
    /// </summary>
    public required PeriodType PeriodType { get; init; }

    /// <summary>The preferred value, exact, in full units.</summary>
    public required decimal Value { get; init; }

    /// <summary>Unit of the value, from the code list trade_unit.</summary>
    public required TradeUnit Unit { get; init; }

    /// <summary>How exactly the text gives the preferred value.</summary>
    public required FigureQualifier Qualifier { get; init; }

    /// <summary>Whether the preferred figure was reported, estimated, expected, announced or set as a target.</summary>
    public required FigureStatus Status { get; init; }

    /// <summary>Number of source documents that give this value with this status.</summary>
    public required int SourceCount { get; init; }

    /// <summary>Ids of those source documents.</summary>
    public required IReadOnlyList<string> SourceIds { get; init; }

    /// <summary>Smallest value among the figures with this status, and those of the series that contradict them.</summary>
    public required decimal ValueLeast { get; init; }

    /// <summary>Largest value among the figures with this status, and those of the series that contradict them.</summary>
    public required decimal ValueLargest { get; init; }

    /// <summary>
    /// The largest value minus the smallest among the figures with this status and those that contradict them; null when they are equal or there
    /// is only one.
    /// </summary>
    public required decimal? Spread { get; init; }

    /// <summary>Id of the preferred figure, in /v1/trade-figures.</summary>
    public required string PreferredId { get; init; }

    /// <summary>Why it is preferred, from the code list preference_reason.</summary>
    public required PreferenceReason PreferredBecause { get; init; }

    /// <summary>Ids of all figures for the period, with any status, the preferred first.</summary>
    public required IReadOnlyList<string> RecordIds { get; init; }

    /// <summary>Number of figures for the period.</summary>
    public required int RecordCount { get; init; }

    /// <summary>Those who act, as codes in alphabetical order.</summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>Those at whom the act is directed.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Whether the actors act together and towards one another.</summary>
    public required bool Mutual { get; init; }

    /// <summary>Countries that it is also about.</summary>
    public required IReadOnlyList<string> Mentions { get; init; }

    /// <summary>All countries that it concerns, as codes in alphabetical order.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>The pairs between which it happens, the two codes in alphabetical order and joined by a hyphen: CHN-RUS.</summary>
    public required IReadOnlyList<string> Dyads { get; init; }

    /// <summary>The pairs with their direction, from source to target: CHN&gt;RUS.</summary>
    public required IReadOnlyList<string> DirectedDyads { get; init; }

    /// <summary>Ids of the people whom the preferred figure names.</summary>
    public required IReadOnlyList<string> People { get; init; }

    /// <summary>Subjects of the preferred figure.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>The evidence of the preferred figure.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>The records that the preferred figure contradicts, as resource/id.</summary>
    public required IReadOnlyList<string> Contradicts { get; init; }
}

/// <summary>A figure without a date has no period, so it is in no series.</summary>
internal static class TradeSeries
{
    public const string Key = "concat_ws('.', indicator, reporter, coalesce(partner, '-'), coalesce(flow, '-'), "
        + "coalesce(replace(replace(replace(commodity, '_', '__'), '-', '_-'), ' ', '-'), '-'), period_type) collate \"C\" ";

    /// <summary>Conditions on whole series, applied to the figures before the series are built.</summary>
    private const string SeriesCondition = $"""
        (@series::text[] is null or {Key} = any(@series)) and (@indicator::text[] is null or indicator = any(@indicator))
            and (@flow::text[] is null or flow = any(@flow))
            and (@reporter::text[] is null or reporters && @reporter) and (@partner::text[] is null or partners && @partner)
        """;

    /// <summary>The series of the figures f that meet a condition. All figures of a series must meet it, or none.</summary>
    public static string Of(string condition) => $"""
        with figures as (
          select id, date, date_start, date_end, date_mid, date_basis, period_type,
            actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
            indicator, flow, reporter, reporters, partner, partners, commodity, value, unit, qualifier, status,
            evidence, contradicts, {Key} as series,
            jsonb_agg(source_ids) over (partition by {Key}, date_start, date_end, status, value) as sources,
            array_position(array['reported', 'estimated', 'announced', 'expected', 'target'], status) as by_status,
            array_position(array['exact', 'approximately', 'nearly', 'at_least', 'more_than', 'at_most', 'less_than'], qualifier) as by_qualifier,
            array_position(array['stated', 'inferred', 'external'], date_basis) as by_basis
          from ({TradeFigures.Sql}) f
          where (date_start is not null or date_end is not null)
            and {condition}
        ),
        sourced as (
          select *, array(select distinct source_id collate "C"
            from jsonb_array_elements(sources) of_figure, jsonb_array_elements_text(of_figure) source_id order by 1) as all_source_ids
          from figures
        ),
        ranked as (
          select *,
            row_number() over best as place,
            first_value(status) over best as best_status,
            case
              when lead(id) over best is null then 'only_figure'
              when lead(status) over best <> status then 'status'
              when lead(cardinality(all_source_ids)) over best <> cardinality(all_source_ids) then 'source_count'
              when lead(qualifier) over best <> qualifier then 'qualifier'
              when lead(date_basis) over best <> date_basis then 'date_basis'
              else 'id'
            end collate "C" as preferred_because
          from sourced
          window best as (partition by series, date_start, date_end order by by_status, cardinality(all_source_ids) desc, by_qualifier, by_basis, id)
        ),
        -- A figure that contradicts one of the period counts too, whatever period it gives itself.
        disputed as (
          select f.id, min(o.value) as least, max(o.value) as largest
          from figures f cross join unnest(f.contradicts) contradicted
          join figures o on 'trade-figures/' || o.id = contradicted and o.series = f.series
          group by 1
        ),
        compared as (
          select *,
            min(least(value, disputed.least)) filter (where status = best_status) over period as value_least,
            max(greatest(value, disputed.largest)) filter (where status = best_status) over period as value_largest,
            array_agg(id) over period as record_ids,
            (count(*) over period)::integer as record_count
          from ranked
          left join disputed using (id)
          window period as (partition by series, date_start, date_end order by place rows between unbounded preceding and unbounded following)
        )
        select series, indicator, flow, reporter, reporters, partner, partners, commodity, date, date_start, date_end, date_mid, period_type,
          value, unit, qualifier, status, cardinality(all_source_ids) as source_count, all_source_ids as source_ids,
          value_least, value_largest, nullif(value_largest - value_least, 0) as spread,
          id as preferred_id, preferred_because, record_ids, record_count,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics, evidence, contradicts
        from compared
        where place = 1
        """;

    public static readonly View View = new("trade-figures/series", typeof(TradeSeriesValue), Of(SeriesCondition), defaultSort: "series,date",
    [
        new("series", Filter | Sort | Facet),
        new("indicator", Filter | Sort | Facet),
        new("flow", Filter | Sort | Facet),
        new("reporter", Sort | Facet, Refers: Reference.Country),
        new("partner", Sort | Facet, Refers: Reference.Country),
        new("commodity", Filter | Sort | Facet),
        new("date", Filter | Sort),
        new("date_start", Filter | Sort),
        new("date_end", Filter | Sort),
        new("date_mid", Filter | Sort),
        new("period_type", Filter | Sort | Facet),
        new("value", Filter | Sort, Unit: "unit"),
        new("unit", Filter | Sort | Facet),
        new("qualifier", Filter | Sort | Facet),
        new("status", Filter | Sort | Facet),
        new("source_count", Filter | Sort | Facet),
        new("source_ids", Filter | Facet, "source_id", Reference.Source),
        new("value_least", Sort, Unit: "unit"),
        new("value_largest", Sort, Unit: "unit"),
        new("spread", Filter | Sort, Unit: "unit"),
        new("preferred_id", Filter | Sort),
        new("preferred_because", Filter | Sort | Facet),
        "record_ids",
        new("record_count", Filter | Sort | Facet),
        .. CommonFields.Parties,
        "evidence",
        new("contradicts", Filter),
    ],
    TradeFigures.ReporterFilter,
    TradeFigures.PartnerFilter)
    {
        Rows = new("trade series value", "trade series values"),
        Key = ["series", "date_start", "date_end"],
        HasSearch = false,
        Milliseconds = 5,
        MillisecondsOfRecord = 0.03,
        Narrowing = ["series", "indicator", "flow", "reporter", "partner"],
    };
}
