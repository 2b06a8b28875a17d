using FluentValidation;

namespace Dataset;

internal sealed class ExerciseRules : AbstractValidator<Exercise>
{
    public ExerciseRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(e => e.Name).IsShort();
        RuleFor(e => e.Location).IsShort();
        RuleFor(e => e.Occurrences).IsNumberOfOccurrences();
        RuleFor(e => e.Participants).Must((exercise, participants) =>
                participants.Select(p => p.Country).Order(StringComparer.Ordinal).SequenceEqual(exercise.Actors))
            .WithMessage("must name each of the record's actors once");
        RuleForEach(e => e.Participants).ChildRules(participant =>
        {
            participant.RuleFor(p => p.Country).IsCountryOf(references);
            participant.RuleFor(p => p.Forces).IsText();
            participant.RuleFor(p => p.Troops).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more, not {PropertyValue}; write null for unknown");
        });
    }
}
