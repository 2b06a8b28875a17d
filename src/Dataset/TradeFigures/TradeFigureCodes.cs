using System.Text.Json.Serialization;

namespace Dataset;

/// <summary>What a trade figure measures.</summary>
public enum TradeIndicator
{
    /// <summary>Value of the goods traded in the period.</summary>
    TradeValue,

    /// <summary>Change of the traded value or volume against the previous period, in percent.</summary>
    Growth,

    /// <summary>The traded value or volume as a multiple of the previous period's.</summary>
    Multiple,

    /// <summary>Share of the reporter's trade (in the flow and commodity given) that it does with the partner, in percent.</summary>
    PartnerShare,

    /// <summary>Share of the reporter's trade with the partner (in the flow given) that the commodity makes up, in percent.</summary>
    CommodityShare,

    /// <summary>Place of the partner among the reporter's partners, markets or buyers (in the flow and commodity given); 1 is the largest.</summary>
    PartnerRank,

    /// <summary>Place of the partner among those who invest in the reporter; 1 is the largest.</summary>
    InvestorRank,

    /// <summary>Share of the reporter's trade with the partner that is paid in the currency the title names, in percent.</summary>
    SettlementShare,

    /// <summary>Share of a currency in world trade or payments, in percent; the reporter is the country that issues it.</summary>
    CurrencyShare,

    /// <summary>Money that the reporter invests in connections or projects with the partner.</summary>
    InvestmentValue,

    /// <summary>Number of brands on sale in the reporter's market; with a partner, those from the partner.</summary>
    BrandCount,
}

/// <summary>Direction of trade, as the reporter sees it.</summary>
public enum TradeFlow
{
    /// <summary>Exports and imports together.</summary>
    Total,

    /// <summary>From the reporter to the partner.</summary>
    Export,

    /// <summary>From the partner to the reporter.</summary>
    Import,
}

/// <summary>Unit of a trade figure.</summary>
public enum TradeUnit
{
    /// <summary>Dollars of the United States, current prices.</summary>
    [JsonStringEnumMemberName("USD")]
    Usd,

    /// <summary>Hundredths: 36 is 36 percent.</summary>
    Percent,

    /// <summary>A number without dimension: 4 is four times.</summary>
    Ratio,

    /// <summary>A place in an order: 1 is the first.</summary>
    Rank,

    /// <summary>A number of things.</summary>
    Count,
}
