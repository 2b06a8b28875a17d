using FluentValidation;

namespace Dataset;

internal sealed class AgreementRules : AbstractValidator<Agreement>
{
    public AgreementRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(a => a.Name).IsShort();
        RuleForEach(a => a.Bodies).IsListItem();
        RuleForEach(a => a.Bodies).Must(body => !references.Countries.Contains(body))
            .WithMessage("'{PropertyValue}' is a country or bloc; give it in actors or targets");
        RuleFor(a => a.Bodies).IsSet("body");
    }
}
