using Dataset;

namespace Migrations.Synthetic;

internal sealed partial class SyntheticRecords
{
    public TradeFigure TradeFigure(int number)
    {
        var common = DrawCommon();
        var (reporter, partner) = TwoOf(common);
        common = common.With(Mutually(reporter, partner));
        var indicator = _sampler.Code<TradeIndicator>();
        var (unit, value) = indicator switch
        {
            TradeIndicator.TradeValue or TradeIndicator.InvestmentValue => (TradeUnit.Usd, _sampler.LogNormal(2e9, 2)),
            TradeIndicator.Growth => (TradeUnit.Percent, Math.Round((decimal)(8 + (25 * _sampler.Normal())), 1)),
            TradeIndicator.Multiple => (TradeUnit.Ratio, _sampler.LogNormal(2, 0.5)),
            TradeIndicator.PartnerRank or TradeIndicator.InvestorRank => (TradeUnit.Rank, 1m + _sampler.Low(20)),
            TradeIndicator.BrandCount => (TradeUnit.Count, Math.Ceiling(_sampler.LogNormal(30, 1))),
            _ => (TradeUnit.Percent, Share()),
        };
        return RecordOf<TradeFigure>(number, common) with
        {
            Reporter = reporter,
            Partner = partner,
            Value = value,
            Qualifier = _sampler.Code<FigureQualifier>(),
            Status = _sampler.Code<FigureStatus>(),
            AttributedTo = Credited(common),
            Indicator = indicator,
            Flow = _sampler.Chance(0.15) ? null : _sampler.Code<TradeFlow>(),
            Commodity = _sampler.One(Vocabulary.Commodities),
            Unit = unit,
            PeriodType = _sampler.Code<PeriodType>(),
            BasePeriod = indicator is TradeIndicator.Growth or TradeIndicator.Multiple ? FuzzyDate.Parse("2000") : null,
            Currency = indicator is TradeIndicator.SettlementShare or TradeIndicator.CurrencyShare ? "XTS" : null,
            Valuation = indicator == TradeIndicator.TradeValue ? _sampler.Code<Valuation>() : null,
        };
    }

    public IndicatorFigure Indicator(int number)
    {
        var common = DrawCommon();
        var (reporter, partner) = TwoOf(common);
        common = common.With(Directed(reporter, partner));
        var indicator = _sampler.Code<IndicatorMeasure>();
        var (unit, value) = indicator switch
        {
            IndicatorMeasure.ShareOfRespondents => (IndicatorUnit.Percent, Share()),
            IndicatorMeasure.Length => (IndicatorUnit.Mile, _sampler.LogNormal(500, 1)),
            IndicatorMeasure.Rank => (IndicatorUnit.Rank, 1m + _sampler.Low(50)),
            _ => ((IndicatorUnit)_sampler.Between((int)IndicatorUnit.Day, (int)IndicatorUnit.Year), Math.Ceiling(_sampler.LogNormal(10, 1))),
        };
        return RecordOf<IndicatorFigure>(number, common) with
        {
            Reporter = reporter,
            Partner = partner,
            Value = value,
            Qualifier = _sampler.Code<FigureQualifier>(),
            Status = _sampler.Code<FigureStatus>(),
            AttributedTo = Credited(common),
            Indicator = indicator,
            Subject = _sampler.Words(2),
            Question = indicator == IndicatorMeasure.ShareOfRespondents ? $"Synthetic question: {_sampler.Words(5)}?" : null,
            Unit = unit,
        };
    }

    public Exercise Exercise(int number)
    {
        var common = DrawCommon();
        common = common.With(Mutually([.. common.Countries]));
        return RecordOf<Exercise>(number, common) with
        {
            Name = _sampler.Chance(0.4) ? null : $"Synthetic Shield {_sampler.Between(1, 99)}",
            Kind = _sampler.Code<ExerciseKind>(),
            Participants = [.. common.Actors.Select(country => new Participant
            {
                Country = country,
                Troops = _sampler.Chance(0.6) ? null : (int)Math.Ceiling(_sampler.LogNormal(2000, 1)),
                Forces = _sampler.Chance(0.5) ? null : _sampler.Words(2),
            })],
            Location = _sampler.Chance(0.3) ? null : _sampler.One(Vocabulary.Cities),
            Occurrences = Occurrences(),
            Status = _sampler.Code<ExerciseStatus>(),
        };
    }

    public Visit Visit(int number)
    {
        var common = DrawCommon();
        var (host, guest) = TwoOf(common);
        common = common.With(Mutually(host, guest));
        var kind = _sampler.Code<VisitKind>();
        var travels = kind is not (VisitKind.PhoneCall or VisitKind.VirtualMeeting);
        return RecordOf<Visit>(number, common) with
        {
            Kind = kind,
            Visitors = [.. Enumerable.Range(0, 1 + _sampler.Low(3)).Select(_ => Attendee(guest ?? host))],
            Hosts = [.. Enumerable.Range(0, 1 + _sampler.Low(2)).Select(_ => Attendee(host))],
            FromCountry = travels ? guest : null,
            ToCountry = !travels || _sampler.Chance(0.2) ? null : host,
            Places = [.. _sampler.Some(Vocabulary.Cities, _sampler.Low(4))],
            Occurrences = Occurrences(),
            Status = _sampler.Code<VisitStatus>(),
        };
    }

    public Statement Statement(int number)
    {
        var kind = _sampler.Code<StatementKind>();
        var common = DrawCommon(longestPhrase: kind == StatementKind.Quote ? 24 : 4);
        var (country, addressed) = TwoOf(common);
        var person = Someone(country);
        var speaker = person is null ? SpeakerKind.Institution : _sampler.Code<SpeakerKind>();
        var isOfficial = speaker != SpeakerKind.Publication && _sampler.Chance(0.7);
        common = isOfficial ? common.With(Directed(country, addressed)) : common.With(Unrelated);
        return RecordOf<Statement>(number, common) with
        {
            Kind = kind,
            QuoteParts = [.. common.Evidence.Select(e => e.Exact)],
            Speakers =
            [
                speaker switch
                {
                    SpeakerKind.Person => person!,
                    SpeakerKind.Institution => _sampler.One(Vocabulary.Bodies),
                    _ => _sampler.One(Vocabulary.Publications),
                },
            ],
            SpeakerKind = speaker,
            SpeakerRole = speaker != SpeakerKind.Person || _sampler.Chance(0.4) ? null : _sampler.One(Vocabulary.Roles),
            SpeakerCountry = isOfficial || _sampler.Chance(0.9) ? country : null,
            AddressedTo = _sampler.Chance(0.7) ? null : Somebody(common),
            Venue = _sampler.Chance(0.6) ? null : _sampler.One(Vocabulary.Cities),
            ReportedBy = _sampler.Chance(0.7) ? null : _sampler.One(Vocabulary.Publications),
            Language = "en",
        };
    }

    public Agreement Agreement(int number)
    {
        var common = DrawCommon();
        var (first, second) = TwoOf(common);
        common = common.With(_sampler.Chance(0.6) ? Mutually([.. common.Countries]) : Directed(first, second));
        return RecordOf<Agreement>(number, common) with
        {
            Kind = _sampler.Code<AgreementKind>(),
            Name = _sampler.Chance(0.6) ? null : $"Synthetic Accord on {_sampler.Words(2)}",
            Bodies = _sampler.Chance(0.2) ? [_sampler.One(Vocabulary.Bodies)] : [],
            Status = _sampler.Code<AgreementStatus>(),
        };
    }

    public Transfer Transfer(int number)
    {
        var common = DrawCommon(fewestCountries: 2);
        var (supplier, recipient) = TwoOf(common);
        common = common.With(Directed(supplier, recipient));
        return RecordOf<Transfer>(number, common) with
        {
            Supplier = supplier,
            Recipient = recipient!,
            Category = _sampler.Code<TransferCategory>(),
            Item = _sampler.Words(2),
            Quantity = _sampler.Chance(0.7) ? null : (int)Math.Ceiling(_sampler.LogNormal(50, 1)),
            Status = _sampler.Code<TransferStatus>(),
            AttributedTo = Credited(common),
        };
    }

    private static readonly Sides Unrelated = new([], [], false);

    private static Sides Mutually(params string?[] countries)
    {
        var actors = countries.OfType<string>().Order(StringComparer.Ordinal).ToArray();
        return new(actors, [], actors.Length > 1);
    }

    private static Sides Directed(string actor, string? target) => new([actor], target is null ? [] : [target], false);

    /// <summary>Those who act, those acted upon, and whether they act together.</summary>
    private sealed record Sides(IReadOnlyList<string> Actors, IReadOnlyList<string> Targets, bool Mutual);

    private sealed record Common(
        string Title, FuzzyDate? Date, DateBasis? Basis, string? DateNote,
        IReadOnlyList<string> Countries, IReadOnlyList<Topic> Topics, IReadOnlyList<Evidence> Evidence)
    {
        public IReadOnlyList<string> Actors { get; private init; } = [];

        public IReadOnlyList<string> Targets { get; private init; } = [];

        public bool Mutual { get; private init; }

        /// <summary>The other countries are mentions.</summary>
        public IEnumerable<string> Mentions => Countries.Except(Actors).Except(Targets);

        public Common With(Sides sides) => this with { Actors = sides.Actors, Targets = sides.Targets, Mutual = sides.Mutual };
    }

    /// <summary>A record with the common members alone.</summary>
    /// <remarks>C# lets only the runtime create a record without its required members. GenerateTests fails for a member that gets no value.</remarks>
    private T RecordOf<T>(int number, Common common) where T : RelationRecord => (T)((RelationRecord)Activator.CreateInstance<T>() with
    {
        Id = Id(number),
        Title = common.Title,
        Date = common.Date,
        DateBasis = common.Basis,
        DateNote = common.DateNote,
        Actors = common.Actors,
        Targets = common.Targets,
        Mutual = common.Mutual,
        Mentions = [.. common.Mentions],
        Topics = common.Topics,
        Evidence = common.Evidence,
        Note = Note(),
    });

    private Common DrawCommon(int longestPhrase = Dataset.Evidence.LongestPhrase, int fewestCountries = 1)
    {
        var (date, basis, note) = SyntheticDates.Draw(_sampler);
        Country[] parties;
        do
        {
            parties = [.. _sampler.Some(Vocabulary.Countries, 2 + _sampler.Low(4)).OrderBy(country => country.Code, StringComparer.Ordinal)];
        }
        while (parties.Length < fewestCountries);
        return new(
            $"Synthetic: {string.Join(" and ", parties.Select(country => country.Name))} on {_sampler.Words(_sampler.Between(2, 5))}",
            date, basis, note,
            [.. parties.Select(country => country.Code)],
            [.. _sampler.Some(Vocabulary.Topics, _sampler.Between(1, 3))
                .OrderBy(topic => CodeLists.Of(typeof(Topic)).NameOf(topic), StringComparer.Ordinal)],
            EvidenceOf(longestPhrase));
    }

    private Evidence[] EvidenceOf(int longestPhrase)
    {
        var source = _sampler.Between(1, _sources);
        return [.. Enumerable.Range(0, _sampler.Between(1, 3)).Select(_ =>
        {
            var at = _sampler.Chance(0.8) ? source : _sampler.Between(1, _sources);
            return new Evidence
            {
                SourceId = SourceId(at),
                Paragraph = _sampler.Between(1, ParagraphsOf(at)),
                Exact = $"synthetic {_sampler.Words(_sampler.Between(2, longestPhrase - 1))}",
                Carries = Carried.Fact,
            };
        }).Distinct()];
    }

    private Attendee Attendee(string country)
    {
        var person = _sampler.Chance(0.2) ? null : Someone(country);
        var role = person is not null && _sampler.Chance(0.3) ? null : _sampler.One(Vocabulary.Roles);
        return new() { PersonId = person, Role = role, Country = country };
    }

    /// <summary>Two of its countries; the second is null where it has only one.</summary>
    private (string First, string? Second) TwoOf(Common fact)
    {
        var first = _sampler.Low(fact.Countries.Count);
        return (fact.Countries[first], fact.Countries.Count == 1 ? null : fact.Countries[(first + 1) % fact.Countries.Count]);
    }

    private string[] Credited(Common fact) => _sampler.Chance(0.5) ? [] : [Somebody(fact)];

    private string Somebody(Common fact) =>
        (_sampler.Chance(0.5) ? Someone(fact.Countries[0]) : null) ?? _sampler.One(Vocabulary.Bodies);

    private string? Someone(string country)
    {
        var people = _peopleOfCountry[country];
        return people.Any() ? people.ElementAt(_sampler.Low(people.Count())) : null;
    }

    private decimal Share() => Math.Min(100, _sampler.LogNormal(20, 0.8));

    private int? Occurrences() => _sampler.Chance(0.05) ? null : 1 + Math.Max(0, _sampler.Low(12) - 8);
}
