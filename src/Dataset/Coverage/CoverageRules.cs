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
            complete.RuleFor(c => c.Kind).Must((claim, kind) => kind is null || KindsOf(claim.Resource)?.Find(kind) is not null)
                .WithMessage("'{PropertyValue}' is not a code of the kind or category of that resource");
            complete.RuleFor(c => c.Dyad).IsDyadOf(references);
        });
    }

    /// <summary>The code list of the field by which the records of a resource differ in kind; null where there is none.</summary>
    private static CodeList? KindsOf(string resource) => ResourceTypes.All.SingleOrDefault(type => type.Name == resource)?.Properties
        .SingleOrDefault(property => property.Name is nameof(Visit.Kind) or nameof(Transfer.Category)) is { } property
            ? CodeLists.Of(property.PropertyType) : null;
}
