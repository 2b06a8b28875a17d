using FluentValidation;

namespace Dataset;

/// <summary>When a trade figure is valid.</summary>
public sealed class TradeFigureRules : AbstractValidator<TradeFigure>
{
    /// <summary>Rules that check references against what the dataset holds.</summary>
    public TradeFigureRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(f => f.Reporter).IsCountryOf(references);
        RuleFor(f => f.Partner).IsCountryOf(references);
        RuleFor(f => f.Partner).NotEqual(f => f.Reporter).WithMessage("must differ from the reporter");
        RuleFor(f => f.Commodity).IsText();
        RuleFor(f => f.AttributedTo).IsPersonOrBodyOf(references);
        RuleFor(f => f.Unit).Must((figure, unit) => UnitsOf(figure.Indicator).Contains(unit))
            .WithMessage(figure => $"must be {string.Join(" or ", UnitsOf(figure.Indicator).Select(unit => CodeLists.Of(typeof(TradeUnit)).NameOf(unit)))} for this indicator");
        RuleFor(f => f.Value).GreaterThanOrEqualTo(0).When(f => f.Indicator != TradeIndicator.Growth)
            .WithMessage("must not be negative for this indicator");
        RuleFor(f => f.Value).InclusiveBetween(0, 100).When(f => UnitsOf(f.Indicator) is [TradeUnit.Percent] && f.Indicator != TradeIndicator.Growth)
            .WithMessage("must be from 0 to 100: it is a share");
        RuleFor(f => f.Value).Must(value => value >= 1 && value == decimal.Truncate(value)).When(f => f.Unit == TradeUnit.Rank)
            .WithMessage("must be a whole number from 1: it is a rank");
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
