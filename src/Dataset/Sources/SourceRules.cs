using FluentValidation;

namespace Dataset;

internal sealed class SourceRules : AbstractValidator<Source>
{
    public SourceRules(References references)
    {
        RuleFor(s => s.Id).IsSlug();
        RuleFor(s => s.Title).IsShort();
        RuleFor(s => s.Document).IsShort().Must(name => name == Path.GetFileName(name)).WithMessage("must be the name of a file without a folder");
        RuleFor(s => s.Sha256).Matches(@"^[0-9a-f]{64}\z").WithMessage("must be 64 lower-case hexadecimal digits");
        RuleFor(s => s.Author).IsPersonOrBodyOf(references);
        RuleFor(s => s.Url).IsWebAddress();
        RuleFor(s => s.ArchivedUrl).IsWebAddress();
        RuleFor(s => s.Publisher).IsShort();
        this.AreDateRules(s => s.Date, s => s.DateBasis, s => s.DateNote);
        RuleFor(s => s.Language).IsLanguage();
        RuleFor(s => s.ParagraphCount).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more, not {PropertyValue}");
        RuleFor(s => s.Note).IsText();
    }
}
