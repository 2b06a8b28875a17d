using FluentValidation;

namespace Dataset;

/// <summary>When a visit is valid.</summary>
public sealed class VisitRules : AbstractValidator<Visit>
{
    /// <summary>Rules that check references against what the dataset holds.</summary>
    public VisitRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(v => v.FromCountry).IsCountryOf(references);
        RuleFor(v => v.ToCountry).IsCountryOf(references);
        RuleFor(v => v.Occurrences).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more");
        RuleForEach(v => v.Places).IsListItem();
        RuleFor(v => v.Visitors).Must((visit, visitors) => visitors.Count + visit.Hosts.Count > 0)
            .WithMessage("must not be empty when the hosts are");
        RuleForEach(v => v.Visitors).SetValidator(new AttendeeRules(references));
        RuleForEach(v => v.Hosts).SetValidator(new AttendeeRules(references));
        RuleFor(v => v.Countries).Must((visit, countries) => PartiesOf(visit).All(countries.Contains))
            .WithMessage(visit => $"must include those of the visit's own fields: {string.Join(", ", PartiesOf(visit).Except(visit.Countries))}");
    }

    private static IEnumerable<string> PartiesOf(Visit visit) => visit.Visitors.Concat(visit.Hosts).Select(a => a.Country)
        .Append(visit.FromCountry).OfType<string>().Distinct();
}

/// <summary>When a person or group at a visit is valid.</summary>
internal sealed class AttendeeRules : AbstractValidator<Attendee>
{
    public AttendeeRules(References references)
    {
        RuleFor(a => a.PersonId).IsPersonOf(references);
        RuleFor(a => a.Role).IsText();
        RuleFor(a => a.Role).NotNull().When(a => a.PersonId is null && a.Country is null).WithMessage("must say who it is when neither person nor country is named");
        RuleFor(a => a.Country).IsCountryOf(references);
    }
}
