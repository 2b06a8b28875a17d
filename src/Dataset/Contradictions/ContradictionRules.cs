using FluentValidation;

namespace Dataset;

internal sealed class ContradictionRules : AbstractValidator<Contradiction>
{
    public ContradictionRules(References references)
    {
        RuleFor(c => c.Id).IsSlug();
        RuleFor(c => c.Title).IsLine();
        RuleFor(c => c.Records).Must(records => records.Count >= 2).WithMessage("must name at least two records");
        RuleFor(c => c.Records).IsSortedSet(record => record);
        RuleForEach(c => c.Records).IsRecordOf(references);
        RuleFor(c => c.Reason).IsText();
        RuleFor(c => c.Note).IsText();
    }
}
