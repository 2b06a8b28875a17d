using FluentValidation;

namespace Dataset;

internal sealed class CountryRules : AbstractValidator<Country>
{
    public CountryRules(References references)
    {
        RuleFor(c => c.Code).Matches(@"^[A-Z]{3}\z").WithMessage("'{PropertyValue}' is not a code of three capital letters");
        RuleFor(c => c.Id).Equal(c => c.Code).WithMessage("must equal the code");
        RuleFor(c => c.Name).IsShort();
        RuleForEach(c => c.NativeNames).IsListItem();
        RuleFor(c => c.Alpha2).Matches(@"^[A-Z]{2}\z").WithMessage("'{PropertyValue}' is not a code of two capital letters");
        RuleFor(c => c.Numeric).Matches(@"^[0-9]{3}\z").WithMessage("'{PropertyValue}' is not a code of three digits");
        RuleForEach(c => c.StateCodes).ChildRules(code =>
            code.RuleFor(s => s.Until).Must((s, until) => !(until < s.Since)).WithMessage("must not be before since"));
        RuleForEach(c => c.Memberships).ChildRules(membership =>
        {
            membership.RuleFor(m => m.Bloc).IsCountryOf(references);
            membership.RuleFor(m => m.Until).Must((m, until) => !(until < m.Since)).WithMessage("must not be before since");
        });
        RuleFor(c => c.Note).IsText();
    }
}
