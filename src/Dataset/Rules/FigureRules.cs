using FluentValidation;

namespace Dataset;

internal sealed class FigureRules : AbstractValidator<Figure>
{
    public FigureRules(References references)
    {
        Include(new RelationRecordRules(references));
        RuleFor(f => f.Reporter).IsCountryOf(references);
        RuleFor(f => f.Partner).IsCountryOf(references);
        RuleFor(f => f.Partner).NotEqual(f => f.Reporter).WithMessage("must differ from the reporter");
        RuleFor(f => f.Actors).Must((figure, actors) => Parties(figure).All(party => actors.Contains(party) || figure.Targets.Contains(party)))
            .WithMessage("and targets must include reporter and partner; WLD is neither");
        RuleFor(f => f.AttributedTo).IsSet("person or body");
        RuleForEach(f => f.AttributedTo).IsPersonOrBodyOf(references).IsListItem();
    }

    private static IEnumerable<string> Parties(Figure figure) => figure.CountriesNamed.OfType<string>().Where(code => code != Country.World);
}
