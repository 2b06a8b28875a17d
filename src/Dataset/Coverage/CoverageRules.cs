using FluentValidation;

namespace Dataset;

internal sealed class CoverageRules : AbstractValidator<Coverage>
{
    public CoverageRules(References references)
    {
        RuleFor(c => c.Id).IsSlug();
        RuleFor(c => c.Id).Must((coverage, id) => id == Coverage.IdOf(coverage.SourceId, coverage.Paragraph))
            .WithMessage(coverage => $"must be {Coverage.IdOf(coverage.SourceId, coverage.Paragraph)}");
        RuleFor(c => c.SourceId).IsSourceOf(references);
        RuleFor(c => c.Paragraph).IsParagraphOf(references, c => c.SourceId);
        RuleFor(c => c.Note).IsText();
        RuleForEach(c => c.LeftOut).ChildRules(left => left.RuleFor(l => l.What).IsShort());
        RuleForEach(c => c.Complete).ChildRules(complete =>
        {
            complete.RuleFor(c => c.What).IsShort();
            complete.RuleFor(c => c.Resource).Must(name => ResourceTypes.All.Any(type => type.HoldsRelations && type.Name == name))
                .WithMessage("'{PropertyValue}' is not a resource of records with evidence");
            complete.RuleFor(c => c.Kind).Must(kind => kind is null || CodeLists.All.Values.Any(list => list.Find(kind) is not null))
                .WithMessage("'{PropertyValue}' is not a code of a kind or category");
            complete.RuleFor(c => c.Dyad).IsDyadOf(references);
        });
    }
}
