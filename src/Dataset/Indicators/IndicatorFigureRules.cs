using FluentValidation;

namespace Dataset;

internal sealed class IndicatorFigureRules : AbstractValidator<IndicatorFigure>
{
    public IndicatorFigureRules(References references)
    {
        Include(new FigureRules(references));
        RuleFor(i => i.Subject).IsShort();
        RuleFor(i => i.Question).IsShort();
        RuleFor(i => i.Question).NotNull().When(i => i.Indicator == IndicatorMeasure.ShareOfRespondents)
            .WithMessage("must give the question of the poll, because the indicator is a share of respondents");
        RuleFor(i => i.Unit).IsOneOf(i => UnitsOf(i.Indicator));
        RuleFor(i => i.Value).GreaterThanOrEqualTo(0).WithMessage("must not be negative, but is {PropertyValue}");
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
