using System.Text.Json.Serialization;

namespace Dataset;

/// <summary>The measure of a trade figure.</summary>
public enum TradeIndicator
{
    /// <summary>Value of the goods traded in the period.</summary>
    TradeValue,

    /// <summary>Change of the traded value or volume against the previous period, in percent.</summary>
    Growth,

    /// <summary>The traded value or volume as a multiple of the previous period's.</summary>
    Multiple,

    /// <summary>Share of the partner in the reporter's trade (in the given flow and commodity), in percent.</summary>
    PartnerShare,

    /// <summary>Share of the commodity in the reporter's trade with the partner (in the given flow), in percent.</summary>
    CommodityShare,

    /// <summary>Rank of the partner among the reporter's partners, markets or buyers (in the given flow and commodity); 1 is the largest.</summary>
    PartnerRank,

    /// <summary>Rank of the partner among the investors in the reporter; 1 is the largest.</summary>
    InvestorRank,

    /// <summary>Share of the reporter's trade with the partner that is settled in the currency, in percent.</summary>
    SettlementShare,

    /// <summary>Share of a currency in world trade or payments, in percent; the reporter is the country that issues it.</summary>
    CurrencyShare,

    /// <summary>Money that the reporter invests in connections or projects with the partner.</summary>
    InvestmentValue,

    /// <summary>Number of brands on sale in the reporter's market; with a partner, the brands from the partner.</summary>
    BrandCount,
}

/// <summary>Direction of trade, as the reporter sees it.</summary>
public enum TradeFlow
{
    /// <summary>Exports plus imports.</summary>
    Total,

    /// <summary>From the reporter to the partner.</summary>
    Export,

    /// <summary>From the partner to the reporter.</summary>
    Import,
}

/// <summary>Unit of a trade figure.</summary>
public enum TradeUnit
{
    /// <summary>United States dollars at current prices.</summary>
    [JsonStringEnumMemberName("USD")]
    Usd,

    /// <summary>Percent: 36 is 36 percent.</summary>
    Percent,

    /// <summary>A number without dimension: 4 is four times.</summary>
    Ratio,

    /// <summary>A position in an order: 1 is the first.</summary>
    Rank,

    /// <summary>A number of things.</summary>
    Count,
}

/// <summary>The kind of time that a trade figure is for.</summary>
public enum PeriodType
{
    /// <summary>A year, or several.</summary>
    Year,

    /// <summary>A quarter.</summary>
    Quarter,

    /// <summary>A month.</summary>
    Month,

    /// <summary>From the beginning of the year to some time in it: a running total, not another figure for the year.</summary>
    YearToDate,

    /// <summary>A level at a moment.</summary>
    AsOf,

    /// <summary>The moment of its announcement; the text does not give the time for which it holds.</summary>
    Announcement,
}

/// <summary>Valuation of traded goods.</summary>
public enum Valuation
{
    /// <summary>Free on board: without freight and insurance.</summary>
    Fob,

    /// <summary>Cost, insurance and freight.</summary>
    Cif,

    /// <summary>The text does not state it.</summary>
    NotStated,
}
