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
