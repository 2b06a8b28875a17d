using FluentValidation;

namespace Dataset;

internal sealed class StatementRules : AbstractValidator<Statement>
{
    public StatementRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(s => s.Quote).Must((statement, quote) => IsMadeOfItsEvidence(quote, statement.Evidence))
            .WithMessage("must be the evidence's phrases joined by one space; further evidence must be contained in the quote");
        RuleFor(s => s.Speaker).IsPersonOrBodyOf(references);
        RuleFor(s => s.Speaker).Must((statement, speaker) => Slug.Is(speaker) == (statement.SpeakerKind == SpeakerKind.Person))
            .WithMessage("must be a person's id when speaker_kind is person, and otherwise the name of a body");
        RuleFor(s => s.SpeakerRole).IsShort();
        RuleFor(s => s.SpeakerCountry).IsCountryOf(references);
        RuleFor(s => s.Countries).Must((statement, countries) => statement.SpeakerCountry is null || countries.Contains(statement.SpeakerCountry))
            .WithMessage("must include the speaker's country");
        RuleFor(s => s.AddressedTo).IsPersonOrBodyOf(references);
        RuleFor(s => s.Venue).IsShort();
        RuleFor(s => s.ReportedBy).IsShort();
        RuleFor(s => s.Language).IsLanguage();
    }

    /// <summary>The first entries are the segments of the quotation in order. Further entries report the same words elsewhere.</summary>
    private static bool IsMadeOfItsEvidence(string quote, IReadOnlyList<Evidence> evidence) =>
        Enumerable.Range(1, evidence.Count).Any(parts => string.Join(' ', evidence.Take(parts).Select(e => e.Exact)) == quote)
        && evidence.All(e => quote.Contains(e.Exact, StringComparison.Ordinal));
}
