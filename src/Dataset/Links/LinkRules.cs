using FluentValidation;

namespace Dataset;

internal sealed class LinkRules : AbstractValidator<Link>
{
    private static readonly string Written =
        string.Join(", ", Relations.Reverse.Keys.Select(relation => CodeLists.Of(typeof(Relation)).NameOf(relation)));

    public LinkRules(References references)
    {
        RuleFor(l => l.Record).IsRecordOf(references);
        RuleFor(l => l.Other).IsRecordOf(references).NotEqual(l => l.Record).WithMessage("must differ from record");
        RuleFor(l => l.Relation).Must(Relations.Reverse.ContainsKey)
            .WithMessage($"must be one of {Written}; the load derives the other direction");
    }
}
