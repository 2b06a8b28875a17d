using FluentValidation;

namespace Dataset;

internal sealed class VisitRules : AbstractValidator<Visit>
{
    public VisitRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(v => v.FromCountry).IsCountryOf(references);
        RuleFor(v => v.ToCountry).IsCountryOf(references);
        RuleFor(v => v.Occurrences).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more, not {PropertyValue}");
        RuleForEach(v => v.Places).IsListItem();
        RuleFor(v => v.Visitors).Must((visit, visitors) => visitors.Count + visit.Hosts.Count > 0)
            .WithMessage("must not be empty when hosts is empty");
        RuleForEach(v => v.Visitors).SetValidator(new AttendeeRules(references));
        RuleForEach(v => v.Hosts).SetValidator(new AttendeeRules(references));
        RuleFor(v => v.Countries).Must((visit, countries) => PartiesOf(visit).All(countries.Contains))
            .WithMessage(visit => $"must include those of the visit's own fields: {string.Join(", ", PartiesOf(visit).Except(visit.Countries))}");
    }

    private static IEnumerable<string> PartiesOf(Visit visit) => visit.Visitors.Concat(visit.Hosts).Select(a => a.Country)
        .Append(visit.FromCountry).OfType<string>().Distinct();
}

internal sealed class AttendeeRules : AbstractValidator<Attendee>
{
    public AttendeeRules(References references)
    {
        RuleFor(a => a.PersonId).IsPersonOf(references);
        RuleFor(a => a.Role).IsText();
        RuleFor(a => a.Role).NotNull().When(a => a.PersonId is null && a.Country is null)
            .WithMessage("must say who it is when person_id and country are null");
        RuleFor(a => a.Country).IsCountryOf(references);
    }
}
