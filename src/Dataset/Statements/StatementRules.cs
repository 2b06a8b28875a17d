using FluentValidation;

namespace Dataset;

internal sealed class StatementRules : AbstractValidator<Statement>
{
    public StatementRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(s => s.QuoteParts).Must((statement, parts) => AreItsEvidence(parts, statement.Evidence))
            .WithMessage("must be the first phrases of the evidence that carry the fact");
        RuleForEach(s => s.QuoteParts).IsText().Must(part => !part!.EndsWith(',')).WithMessage("must not end with a comma, which is not said");
        RuleForEach(s => s.QuoteParts).Must(part => !part.Contains(';')).WithMessage("must not contain ';', which separates items in CSV");
        RuleFor(s => s.Speakers).NotEmpty().WithMessage("must name at least one speaker");
        RuleFor(s => s.Speakers).IsSet("speaker");
        RuleForEach(s => s.Speakers).IsPersonOrBodyOf(references).IsListItem();
        RuleForEach(s => s.Speakers).Must((statement, speaker) => Slug.Is(speaker) == (statement.SpeakerKind == SpeakerKind.Person))
            .WithMessage("must be a person's id when speaker_kind is person, and otherwise the name of a body");
        RuleFor(s => s.Actors).Empty().When(s => s.SpeakerKind == SpeakerKind.Publication)
            .WithMessage("must be empty, because a publication does not speak for a country");
        RuleFor(s => s.SpeakerCountry)
            .Must((statement, country) => statement.Actors.Count == 0 || country is null || statement.Actors.SequenceEqual([country]))
            .WithMessage("must be the only actor of an official statement; it is null where the speakers differ");
        RuleFor(s => s.SpeakerCountry).NotNull().When(s => s.Actors.Count == 1)
            .WithMessage("must be the actor, for which the speaker officially speaks");
        RuleFor(s => s.SpeakerRole).IsRole();
        RuleFor(s => s.SpeakerRole).Null().Unless(s => s.SpeakerKind == SpeakerKind.Person)
            .WithMessage("must be null, because only a person has an office or profession");
        RuleFor(s => s.SpeakerCountry).IsCountryOf(references);
        RuleFor(s => s.AddressedTo).IsPersonOrBodyOf(references);
        RuleFor(s => s.Venue).IsShort();
        RuleFor(s => s.ReportedBy).IsShort();
        RuleFor(s => s.Language).IsLanguage();
    }

    /// <summary>The first entries that carry the fact are the parts in order. Further ones report the same words elsewhere, or who said them.</summary>
    private static bool AreItsEvidence(IReadOnlyList<string> parts, IReadOnlyList<Evidence> evidence) =>
        parts.Count > 0 && evidence.Where(e => e.Carries == Carried.Fact).Select(e => e.Exact).Take(parts.Count).SequenceEqual(parts);
}
