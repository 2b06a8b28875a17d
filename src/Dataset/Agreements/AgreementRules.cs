using FluentValidation;

namespace Dataset;

internal sealed class AgreementRules : AbstractValidator<Agreement>
{
    public AgreementRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(a => a.Name).IsShort();
        RuleForEach(a => a.Parties).IsListItem();
        RuleForEach(a => a.Parties)
            .Must((agreement, party) => !references.Countries.Contains(party) || agreement.Countries.Contains(party))
            .WithMessage((_, party) => $"'{party}' is a country and must be among the record's countries");
        RuleFor(a => a.Parties).Must(parties => parties.Distinct().Count() == parties.Count).WithMessage("names the same party twice");
    }
}
