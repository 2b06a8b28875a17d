using Api.Listing.Declare;
using Dataset;
using static Api.Listing.Declare.FieldUses;

namespace Api.Resources;

internal static class TradeFigures
{
    public const string Sql = """
        select id, title, date, date_start, date_end, date_basis, date_note, countries, dyads, people, topics,
          indicator, flow, reporter, partner, commodity, value, unit, qualifier, status, attributed_to,
          evidence, source_ids, source_count, contradicts, note, search
        from trade_figures
        where since <= @version and (until is null or until > @version)
        """;

    public static readonly Resource Resource = new(typeof(TradeFigure), Sql, example: "bilateral-trade-2022", defaultSort: "-date",
    [
        .. CommonFields.RelationHead,
        new("indicator", Filter | Sort | Facet),
        new("flow", Filter | Sort | Facet),
        new("reporter", Filter | Sort | Facet, Refers: Reference.Country),
        new("partner", Filter | Sort | Facet, Refers: Reference.Country),
        new("commodity", Filter | Sort | Facet),
        .. CommonFields.Quantity,
        .. CommonFields.RelationTail,
    ]);
}
