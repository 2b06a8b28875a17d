using FluentValidation;

namespace Dataset;

internal sealed class VisitRules : AbstractValidator<Visit>
{
    public VisitRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(v => v.FromCountry).IsCountryOf(references);
        RuleFor(v => v.ToCountry).IsCountryOf(references);
        RuleFor(v => v.Occurrences).IsNumberOfOccurrences();
        RuleFor(v => v.Places).IsSet("place");
        RuleForEach(v => v.Places).IsListItem();
        RuleFor(v => v.Visitors).Must((visit, visitors) => visitors.Count + visit.Hosts.Count > 0)
            .WithMessage("must not be empty when hosts is empty");
        RuleForEach(v => v.Visitors).SetValidator(new AttendeeRules(references));
        RuleForEach(v => v.Hosts).SetValidator(new AttendeeRules(references));
        RuleFor(v => v.Actors).Must((visit, actors) => PartiesOf(visit).SequenceEqual(actors)).WithMessage(visit =>
            $"must be the countries of visitors, hosts, from_country and to_country: {string.Join(", ", PartiesOf(visit))}");
        RuleFor(v => v.Hosts).Must((visit, hosts) => visit.Kind != VisitKind.PhoneCall || (hosts.Count > 0 && visit.Visitors.Count > 0))
            .WithMessage("must name the called, and visitors the caller, because the kind is phone_call");
        RuleFor(v => v.ToCountry).Null().When(v => v.Kind is VisitKind.PhoneCall or VisitKind.VirtualMeeting)
            .WithMessage("must be null, because nobody travels to a call");
    }

    private static IEnumerable<string> PartiesOf(Visit visit) =>
        visit.CountriesNamed.OfType<string>().Distinct().Order(StringComparer.Ordinal);
}

internal sealed class AttendeeRules : AbstractValidator<Attendee>
{
    public AttendeeRules(References references)
    {
        RuleFor(a => a.PersonId).IsPersonOf(references);
        RuleFor(a => a.Role).IsRole();
        RuleFor(a => a.Role).NotNull().When(a => a.PersonId is null && a.Country is null)
            .WithMessage("must say who it is when person_id and country are null");
        RuleFor(a => a.Country).IsCountryOf(references);
    }
}
