using FluentValidation;

namespace Dataset;

internal sealed class TradeFigureRules : AbstractValidator<TradeFigure>
{
    public TradeFigureRules(References references)
    {
        Include(new FigureRules(references));
        RuleFor(f => f.Commodity).IsShort();
        RuleFor(f => f.Unit).IsOneOf(f => UnitsOf(f.Indicator));
        RuleFor(f => f.Value).GreaterThanOrEqualTo(0).When(f => f.Indicator != TradeIndicator.Growth)
            .WithMessage("must not be negative for this indicator, but is {PropertyValue}");
        RuleFor(f => f.Value).IsShare().When(f => f.Unit == TradeUnit.Percent && f.Indicator != TradeIndicator.Growth);
        RuleFor(f => f.Value).IsRank().When(f => f.Unit == TradeUnit.Rank);
        RuleFor(f => f.BasePeriod).Must((figure, period) => period is null || figure.Indicator is TradeIndicator.Growth or TradeIndicator.Multiple)
            .WithMessage("must be null, because only a growth or multiple compares with another period");
        RuleFor(f => f.Currency).Matches("^[A-Z]{3}\\z").WithMessage("'{PropertyValue}' is not an ISO 4217 code, such as CNY");
        RuleFor(f => f.Currency)
            .Must((figure, currency) =>
                currency is null != figure.Indicator is TradeIndicator.SettlementShare or TradeIndicator.CurrencyShare)
            .WithMessage("must be given for a settlement share or a currency share, and null otherwise");
        RuleFor(f => f.Valuation).Must((figure, valuation) => valuation is null != (figure.Indicator == TradeIndicator.TradeValue))
            .WithMessage("must be given for a trade value, and null otherwise");
    }

    private static TradeUnit[] UnitsOf(TradeIndicator indicator) => indicator switch
    {
        TradeIndicator.TradeValue or TradeIndicator.InvestmentValue => [TradeUnit.Usd],
        TradeIndicator.Multiple => [TradeUnit.Ratio],
        TradeIndicator.PartnerRank or TradeIndicator.InvestorRank => [TradeUnit.Rank],
        TradeIndicator.BrandCount => [TradeUnit.Count],
        _ => [TradeUnit.Percent],
    };
}
