using FluentValidation;

namespace Dataset;

internal sealed class CountryRules : AbstractValidator<Country>
{
    public CountryRules(References references)
    {
        RuleFor(c => c.Code).Matches(@"^[A-Z]{3}\z").WithMessage("'{PropertyValue}' is not a code of three capital letters");
        RuleFor(c => c.Id).Equal(c => c.Code).WithMessage("must equal the code");
        RuleFor(c => c.Name).IsShort();
        RuleFor(c => c.Note).IsText();
    }
}
