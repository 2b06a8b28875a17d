using System.Security.Cryptography;
using System.Text;
using Dataset;

namespace Migrations.Synthetic;

internal sealed partial class SyntheticRecords
{
    private const int FewestParagraphs = 20;
    private static readonly ResourceType Linked = ResourceTypes.All.Single(resource => resource.Record == typeof(Visit));
    private static readonly Weighted<Relation> LinkRelations = Weighted.Zipf(
        [Relation.PartOf, Relation.OutcomeOf, Relation.SameAct, Relation.VariantOf, Relation.Corroborates]);

    private readonly Sampler _sampler;
    private readonly int _seed;
    private readonly int _sources;
    private readonly string?[] _countryOfPerson;
    private readonly ILookup<string?, string> _peopleOfCountry;

    public SyntheticRecords(int seed, int people, int sources)
    {
        (_sampler, _seed, _sources) = (new Sampler(seed), seed, sources);
        _countryOfPerson = [.. Enumerable.Range(1, people).Select(_ => _sampler.Chance(0.05) ? null : _sampler.One(Vocabulary.Countries).Code)];
        _peopleOfCountry = Enumerable.Range(1, people).ToLookup(number => _countryOfPerson[number - 1], PersonId);
    }

    /// <summary>The id of an entry that is neither a person nor a source.</summary>
    public static string Id(int number) => $"synthetic-{number}";

    public Person Person(int number) => new()
    {
        Id = PersonId(number),
        Name = $"Synthetic Person {number}",
        NativeName = _sampler.Chance(0.5) ? null : $"Синтетическое лицо {number}",
        Aliases = _sampler.Chance(0.2) ? [$"S. Person {number}"] : [],
        Country = _countryOfPerson[number - 1],
        Note = Note(),
    };

    public Source Source(int number)
    {
        var (date, basis, note) = SyntheticDates.Draw(_sampler);
        return new()
        {
            Id = SourceId(number),
            Title = $"Synthetic document {number}: {_sampler.Words(4)}",
            Document = $"{SourceId(number)}.txt",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"no document: synthetic source {number} of seed {_seed}"))),
            Author = _sampler.Chance(0.3) ? null : $"Synthetic Author {_sampler.Between(1, 1 + (_sources / 4))}",
            Publisher = _sampler.Chance(0.2) ? null : _sampler.One(Vocabulary.Publications),
            Url = _sampler.Chance(0.5) ? null : $"https://example.org/{SourceId(number)}",
            ArchivedUrl = _sampler.Chance(0.8) ? null : $"https://example.org/archive/{SourceId(number)}",
            Date = date,
            DateBasis = basis,
            DateNote = note,
            Kind = _sampler.Code<SourceKind>(),
            Language = "en",
            ParagraphCount = ParagraphsOf(number),
            Note = Note(),
        };
    }

    /// <summary>A contradiction between neighbours in a resource, of a kind that its records can have.</summary>
    public Contradiction Contradiction(int number, Func<Type, int> countOf)
    {
        var kind = _sampler.Code<ContradictionKind>();
        var record = kind switch
        {
            ContradictionKind.ValuesDiffer or ContradictionKind.PartsExceedWhole => typeof(TradeFigure),
            ContradictionKind.DatesDiffer => typeof(Visit),
            ContradictionKind.WordingDiffers => typeof(Statement),
            _ => typeof(Agreement),
        };
        var resource = ResourceTypes.All.Single(resource => resource.Record == record);
        var size = _sampler.Between(2, 3);
        var first = _sampler.Between(1, countOf(record) - size + 1);
        return new()
        {
            Id = Id(number),
            Title = $"Synthetic: {_sampler.Words(5)}",
            Kind = kind,
            Records = [.. Enumerable.Range(first, size).Select(at => resource.PathOf(Id(at))).Order(StringComparer.Ordinal)],
            Reason = $"Synthetic: these records are drawn at random, and so is what they contradict each other in: {_sampler.Words(10)}.",
            Note = Note(),
        };
    }

    /// <summary>The first paragraph of a source.</summary>
    public Coverage Coverage(int source) => new()
    {
        Id = Dataset.Coverage.IdOf(SourceId(source), 1),
        SourceId = SourceId(source),
        Paragraph = 1,
        LeftOut = [new LeftOut { What = $"Synthetic: {_sampler.Words(3)}", Reason = _sampler.Code<LeftOutReason>() }],
        Complete = [],
        Note = Note(),
    };

    /// <summary>A link between neighbours in a resource.</summary>
    public Link Link(int number) => new()
    {
        Record = Linked.PathOf(Id(2 * number)),
        Relation = _sampler.One(LinkRelations),
        Other = Linked.PathOf(Id((2 * number) - 1)),
    };

    private string? Note() => _sampler.Chance(0.7) ? null : $"Synthetic note: {_sampler.Words(8)}.";

    private static string PersonId(int number) => $"synthetic-person-{number}";

    private static string SourceId(int number) => $"synthetic-{number:0000}";

    private static int ParagraphsOf(int source) => FewestParagraphs + (source * 37 % 60);
}
