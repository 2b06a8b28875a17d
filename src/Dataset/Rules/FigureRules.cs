using FluentValidation;

namespace Dataset;

internal sealed class FigureRules : AbstractValidator<Figure>
{
    public FigureRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(f => f.Reporter).IsCountryOf(references);
        RuleFor(f => f.Partner).IsCountryOf(references);
        RuleFor(f => f.Partner).NotEqual(f => f.Reporter).WithMessage("must differ from the reporter");
        RuleFor(f => f.AttributedTo).IsPersonOrBodyOf(references);
    }
}
