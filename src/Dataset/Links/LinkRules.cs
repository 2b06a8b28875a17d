using FluentValidation;

namespace Dataset;

internal sealed class LinkRules : AbstractValidator<Link>
{
    public LinkRules(References references)
    {
        RuleFor(l => l.Record).IsRecordOf(references);
        RuleFor(l => l.Other).IsRecordOf(references).NotEqual(l => l.Record).WithMessage("must differ from record");
        RuleFor(l => l.Relation).Must(Relations.Reverse.ContainsKey)
            .WithMessage("must be part_of, outcome_of, same_act, variant_of or corroborates; the load derives the other direction");
    }
}
