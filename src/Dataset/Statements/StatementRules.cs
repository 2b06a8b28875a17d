using FluentValidation;

namespace Dataset;

/// <summary>When a statement is valid.</summary>
public sealed class StatementRules : AbstractValidator<Statement>
{
    /// <summary>Rules that check references against what the dataset holds.</summary>
    public StatementRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(s => s.Quote).Must((statement, quote) => IsMadeOfItsEvidence(quote, statement.Evidence))
            .WithMessage("must be the evidence's phrases joined by one space; evidence beyond that must be part of the quote");
        RuleFor(s => s.Speaker).IsPersonOrBodyOf(references);
        RuleFor(s => s.Speaker).Must((statement, speaker) => Slug.Is(speaker) == (statement.SpeakerKind == SpeakerKind.Person))
            .WithMessage("must be a person's id when speaker_kind is person, and a body's name when it is not");
        RuleFor(s => s.SpeakerRole).IsShort();
        RuleFor(s => s.SpeakerCountry).IsCountryOf(references);
        RuleFor(s => s.Countries).Must((statement, countries) => statement.SpeakerCountry is null || countries.Contains(statement.SpeakerCountry))
            .WithMessage("must include the speaker's country");
        RuleFor(s => s.AddressedTo).IsPersonOrBodyOf(references);
        RuleFor(s => s.Venue).IsShort();
        RuleFor(s => s.ReportedBy).IsShort();
        RuleFor(s => s.Language).IsLanguage();
    }

    /// <summary>The first entries are the quotation's parts in order; further ones are the same words told elsewhere.</summary>
    private static bool IsMadeOfItsEvidence(string quote, IReadOnlyList<Evidence> evidence) =>
        Enumerable.Range(1, evidence.Count).Any(parts => string.Join(' ', evidence.Take(parts).Select(e => e.Exact)) == quote)
        && evidence.All(e => quote.Contains(e.Exact, StringComparison.Ordinal));
}
