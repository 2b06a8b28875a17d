using FluentValidation;

namespace Dataset;

/// <summary>When an indicator is valid.</summary>
public sealed class IndicatorFigureRules : AbstractValidator<IndicatorFigure>
{
    /// <summary>Rules that check references against what the dataset holds.</summary>
    public IndicatorFigureRules(References references)
    {
        Include(new FigureRules(references));
        RuleFor(i => i.Subject).IsShort();
        RuleFor(i => i.Question).IsShort();
        RuleFor(i => i.Question).NotNull().When(i => i.Indicator == IndicatorMeasure.ShareOfRespondents).WithMessage("must say what was asked");
        RuleFor(i => i.Unit).IsOneOf(i => UnitsOf(i.Indicator));
        RuleFor(i => i.Value).GreaterThanOrEqualTo(0).WithMessage("must not be negative");
        RuleFor(i => i.Value).IsShare().When(i => i.Unit == IndicatorUnit.Percent);
        RuleFor(i => i.Value).IsRank().When(i => i.Unit == IndicatorUnit.Rank);
    }

    private static IndicatorUnit[] UnitsOf(IndicatorMeasure indicator) => indicator switch
    {
        IndicatorMeasure.ShareOfRespondents => [IndicatorUnit.Percent],
        IndicatorMeasure.Length => [IndicatorUnit.Mile],
        IndicatorMeasure.Rank => [IndicatorUnit.Rank],
        _ => [IndicatorUnit.Day, IndicatorUnit.Week, IndicatorUnit.Month, IndicatorUnit.Year],
    };
}
