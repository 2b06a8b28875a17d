using FluentValidation;

namespace Dataset;

/// <summary>When the description of a dataset is valid.</summary>
public sealed class DatasetDescriptionRules : AbstractValidator<DatasetDescription>
{
    /// <summary>Its rules; it refers to nothing.</summary>
    public DatasetDescriptionRules()
    {
        RuleFor(d => d.Title).IsText();
        RuleFor(d => d.Description).IsText();
        RuleForEach(d => d.Languages).IsLanguage();
        RuleFor(d => d.Licence).IsText();
    }
}
