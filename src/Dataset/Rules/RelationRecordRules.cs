using FluentValidation;

namespace Dataset;

internal sealed class RelationRecordRules : AbstractValidator<RelationRecord>
{
    public RelationRecordRules(References references)
    {
        RuleFor(r => r.Id).IsSlug();
        RuleFor(r => r.Title).IsLine();
        RuleFor(r => r.Note).IsText();
        this.AreDateRules(r => r.Date, r => r.DateBasis, r => r.DateNote);
        RuleFor(r => r.Countries).NotEmpty().WithMessage("must name at least one country");
        RuleFor(r => r.Countries).IsSortedSet(code => code);
        RuleForEach(r => r.Countries).IsCountryOf(references);
        RuleFor(r => r.Topics).NotEmpty().WithMessage("must name at least one topic");
        RuleFor(r => r.Topics).IsSortedSet(topic => CodeLists.Of(typeof(Topic)).NameOf(topic));
        RuleFor(r => r.Evidence).NotEmpty().WithMessage("must name at least one place in a document");
        RuleFor(r => r.Evidence).Must(evidence => evidence.Distinct().Count() == evidence.Count)
            .WithMessage("names the same place twice");
        RuleForEach(r => r.Evidence).SetValidator(new EvidenceRules(references));
        RuleForEach(r => r.Evidence)
            .Must((record, evidence) => record is Statement || WordsIn(evidence.Exact) <= Evidence.LongestPhrase)
            .WithMessage((_, evidence) =>
                $"exact must have at most {Evidence.LongestPhrase} words, not {WordsIn(evidence.Exact)}, except for a statement's quotation");
    }

    private static int WordsIn(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}

internal sealed class EvidenceRules : AbstractValidator<Evidence>
{
    public EvidenceRules(References references)
    {
        RuleFor(e => e.SourceId).IsSourceOf(references);
        RuleFor(e => e.Exact).IsText().Must(exact => !exact!.Contains('\n')).WithMessage("must be part of one paragraph");
        RuleFor(e => e.Paragraph)
            .Must((evidence, paragraph) => paragraph >= 1
                && (!references.Paragraphs.TryGetValue(evidence.SourceId, out var count) || paragraph <= count))
            .WithMessage((evidence, paragraph) =>
                $"must be from 1 to {references.Paragraphs.GetValueOrDefault(evidence.SourceId)}, the document's last paragraph, not {paragraph}");
    }
}
