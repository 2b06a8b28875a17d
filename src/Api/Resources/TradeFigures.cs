using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class TradeFigures
{
    public const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note,
          actors, targets, mutual, mentions, countries, dyads, directed_dyads, people, topics,
          indicator, flow, reporter, partner, commodity, period_type, base_period, date_mid,
          value, value_min, value_max, unit, qualifier, status, attributed_to, currency, valuation,
          evidence, source_ids, source_count, related, contradicts, note,
          related_keys, reporters, partners, search
        from trade_figures
        where since <= @version and (until is null or until > @version)
        """;

    /// <summary>The total trade of two countries is stored once, and either of them is its reporter.</summary>
    public static readonly FilterDeclaration ReporterFilter = new(
        "reporters", "reporter", ValueKind.List, "Code of the country that trades; of a total that is stored once either.", Reference.Country);

    public static readonly FilterDeclaration PartnerFilter = new(
        "partners", "partner", ValueKind.List, "Code of the country that it trades with; of a total that is stored once either.",
        Reference.Country);

    public static readonly Resource Resource = new(typeof(TradeFigure), Sql, example: "bilateral-trade-2022", defaultSort: "-source_count,-date",
    [
        .. CommonFields.RelationHead,
        new("indicator", Filter | Sort | Facet),
        new("flow", Filter | Sort | Facet),
        new("reporter", Sort | Facet, Refers: Reference.Country),
        new("partner", Sort | Facet, Refers: Reference.Country),
        new("commodity", Filter | Sort | Facet),
        new("period_type", Filter | Sort | Facet),
        new("base_period", Filter),
        new("date_mid", Filter | Sort),
        .. CommonFields.Quantity,
        new("currency", Filter | Sort | Facet),
        new("valuation", Filter | Sort | Facet),
        .. CommonFields.RelationTail,
    ],
    CommonFields.Related,
    ReporterFilter,
    PartnerFilter);
}
