using FluentValidation;

namespace Dataset;

/// <summary>When a person is valid.</summary>
public sealed class PersonRules : AbstractValidator<Person>
{
    /// <summary>Rules that check references against what the dataset holds.</summary>
    public PersonRules(References references)
    {
        RuleFor(p => p.Id).IsSlug();
        RuleFor(p => p.Name).IsShort();
        RuleForEach(p => p.Aliases).IsListItem();
        RuleFor(p => p.Aliases).Must((person, aliases) => aliases.Append(person.Name).Distinct().Count() == aliases.Count + 1)
            .WithMessage("must not repeat a spelling, nor the name itself");
        RuleFor(p => p.Country).IsCountryOf(references);
        RuleFor(p => p.Note).IsText();
    }
}
