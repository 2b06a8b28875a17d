using FluentValidation;

namespace Dataset;

/// <summary>When a country is valid.</summary>
public sealed class CountryRules : AbstractValidator<Country>
{
    /// <summary>Rules that check references against what the dataset holds.</summary>
    public CountryRules(References references)
    {
        ArgumentNullException.ThrowIfNull(references);
        RuleFor(c => c.Code).Matches(@"^[A-Z]{3}\z").WithMessage("'{PropertyValue}' is no code of three capital letters");
        RuleFor(c => c.Id).Equal(c => c.Code).WithMessage("must equal the code");
        RuleFor(c => c.Name).IsShort();
        RuleFor(c => c.Note).IsText();
    }
}
