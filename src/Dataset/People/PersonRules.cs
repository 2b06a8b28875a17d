using FluentValidation;

namespace Dataset;

internal sealed class PersonRules : AbstractValidator<Person>
{
    public PersonRules(References references)
    {
        RuleFor(p => p.Id).IsSlug();
        RuleFor(p => p.Name).IsShort();
        RuleFor(p => p.NativeName).IsShort();
        RuleForEach(p => p.Aliases).IsListItem();
        RuleFor(p => p.Aliases).Must((person, aliases) => aliases.Append(person.Name).Distinct().Count() == aliases.Count + 1)
            .WithMessage("must not repeat a spelling or the name itself");
        RuleFor(p => p.Country).IsCountryOf(references);
        RuleFor(p => p.Note).IsText();
    }
}
