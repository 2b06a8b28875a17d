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
        RuleFor(r => r.Actors).Must((record, _) => record.Countries.Count > 0)
            .WithMessage("must name at least one country, unless mentions does");
        RuleFor(r => r.Actors).IsSetOfCountries(references);
        RuleFor(r => r.Targets).IsSetOfCountries(references);
        RuleFor(r => r.Mentions).IsSetOfCountries(references);
        RuleFor(r => r.Targets).Must((record, targets) => !targets.Intersect(record.Actors).Any()).WithMessage("must not repeat an actor");
        RuleFor(r => r.Targets).Empty().When(r => r.Actors.Count == 0).WithMessage("must be empty, because nobody acts");
        RuleFor(r => r.Mentions)
            .Must((record, mentions) => !mentions.Intersect(record.Actors.Concat(record.Targets)).Any())
            .WithMessage("must not repeat an actor or target");
        RuleFor(r => r.Mutual).Must((record, mutual) => !mutual || record.Actors.Count > 1 || record.Actors.Any(references.Blocs.Contains))
            .WithMessage("must be false, because fewer than two act");
        RuleFor(r => r.Topics).NotEmpty().WithMessage("must name at least one topic");
        RuleFor(r => r.Topics).IsSortedSet(topic => CodeLists.Of(typeof(Topic)).NameOf(topic));
        RuleFor(r => r.Evidence).NotEmpty().WithMessage("must name at least one place in a document");
        RuleFor(r => r.Evidence).Must(evidence => evidence.Distinct().Count() == evidence.Count)
            .WithMessage("names the same place twice");
        RuleFor(r => r.Evidence).Must(evidence => evidence.Any(e => e.Carries == Carried.Fact))
            .WithMessage("must have an entry that carries the fact");
        RuleForEach(r => r.Evidence).SetValidator(new EvidenceRules(references));
        RuleForEach(r => r.Evidence)
            .Must((record, evidence) =>
                record.Quoted.Contains(evidence.Exact) || WordsIn(evidence.Exact) <= Evidence.LongestPhrase)
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
        RuleFor(e => e.Paragraph).IsParagraphOf(references, e => e.SourceId);
    }
}
