using FluentValidation;

namespace Dataset;

internal sealed class TransferRules : AbstractValidator<Transfer>
{
    public TransferRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(t => t.Supplier).IsCountryOf(references);
        RuleFor(t => t.Recipient).IsCountryOf(references).NotEqual(t => t.Supplier).WithMessage("must differ from the supplier");
        RuleFor(t => t.Actors).Must((transfer, actors) =>
                actors.Concat(transfer.Targets).Order(StringComparer.Ordinal).SequenceEqual(
                    new[] { transfer.Supplier, transfer.Recipient }.Order(StringComparer.Ordinal)))
            .WithMessage("and targets must be the supplier and the recipient: the actor supplies, or seeks");
        RuleFor(t => t.Item).IsShort();
        RuleFor(t => t.Quantity).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more, not {PropertyValue}; write null for unknown");
        RuleFor(t => t.AttributedTo).IsSet("person or body");
        RuleForEach(t => t.AttributedTo).IsPersonOrBodyOf(references).IsListItem();
    }
}
