using FluentValidation;

namespace Dataset;

internal sealed class DatasetDescriptionRules : AbstractValidator<DatasetDescription>
{
    public DatasetDescriptionRules()
    {
        RuleFor(d => d.Title).IsLine();
        RuleFor(d => d.Description).IsText();
        RuleForEach(d => d.Languages).IsLanguage();
        RuleFor(d => d.Licence).IsText();
    }
}
