using Dataset;

namespace Migrations.Synthetic;

internal sealed partial class SyntheticRecords
{
    public TradeFigure TradeFigure(int number)
    {
        var common = DrawCommon();
        var (reporter, partner) = TwoOf(common);
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
        };
    }

    public IndicatorFigure Indicator(int number)
    {
        var common = DrawCommon();
        var (reporter, partner) = TwoOf(common);
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
        return RecordOf<Exercise>(number, common) with
        {
            Name = _sampler.Chance(0.4) ? null : $"Synthetic Shield {_sampler.Between(1, 99)}",
            Kind = _sampler.Code<ExerciseKind>(),
            Participants = [.. common.Countries.Select(country => new Participant
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
        return RecordOf<Visit>(number, common) with
        {
            Kind = _sampler.Code<VisitKind>(),
            Visitors = [.. Enumerable.Range(0, 1 + _sampler.Low(3)).Select(_ => Attendee(guest ?? host))],
            Hosts = [.. Enumerable.Range(0, _sampler.Low(3)).Select(_ => Attendee(host))],
            FromCountry = guest,
            ToCountry = _sampler.Chance(0.2) ? null : host,
            Places = [.. _sampler.Some(Vocabulary.Cities, _sampler.Low(4))],
            Occurrences = Occurrences(),
            Status = _sampler.Code<VisitStatus>(),
        };
    }

    public Statement Statement(int number)
    {
        var kind = _sampler.Code<StatementKind>();
        var common = DrawCommon(longestPhrase: kind == StatementKind.Quote ? 24 : 4);
        var country = common.Countries[_sampler.Low(common.Countries.Count)];
        var person = Someone(country);
        var speaker = person is null ? SpeakerKind.Institution : _sampler.Code<SpeakerKind>();
        return RecordOf<Statement>(number, common) with
        {
            Kind = kind,
            Quote = string.Join(' ', common.Evidence.Select(e => e.Exact)),
            Speaker = speaker switch
            {
                SpeakerKind.Person => person!,
                SpeakerKind.Institution => _sampler.One(Vocabulary.Bodies),
                _ => _sampler.One(Vocabulary.Publications),
            },
            SpeakerKind = speaker,
            SpeakerRole = _sampler.Chance(0.4) ? null : _sampler.One(Vocabulary.Roles),
            SpeakerCountry = _sampler.Chance(0.1) ? null : country,
            AddressedTo = _sampler.Chance(0.7) ? null : Credited(common),
            Venue = _sampler.Chance(0.6) ? null : _sampler.One(Vocabulary.Cities),
            ReportedBy = _sampler.Chance(0.7) ? null : _sampler.One(Vocabulary.Publications),
            Language = "en",
        };
    }

    public Agreement Agreement(int number)
    {
        var common = DrawCommon();
        return RecordOf<Agreement>(number, common) with
        {
            Kind = _sampler.Code<AgreementKind>(),
            Name = _sampler.Chance(0.6) ? null : $"Synthetic Accord on {_sampler.Words(2)}",
            Parties = _sampler.Chance(0.2) ? [.. common.Countries, _sampler.One(Vocabulary.Bodies)] : common.Countries,
            Status = _sampler.Code<AgreementStatus>(),
        };
    }

    private sealed record Common(
        string Title, FuzzyDate? Date, DateBasis? Basis, string? DateNote,
        IReadOnlyList<string> Countries, IReadOnlyList<Topic> Topics, IReadOnlyList<Evidence> Evidence);

    /// <summary>A record with the common members alone.</summary>
    /// <remarks>C# lets only the runtime create a record without its required members. GenerateTests fails for a member that gets no value.</remarks>
    private T RecordOf<T>(int number, Common common) where T : RelationRecord => (T)((RelationRecord)Activator.CreateInstance<T>() with
    {
        Id = Id(number),
        Title = common.Title,
        Date = common.Date,
        DateBasis = common.Basis,
        DateNote = common.DateNote,
        Countries = common.Countries,
        Topics = common.Topics,
        Evidence = common.Evidence,
        Note = Note(),
    });

    private Common DrawCommon(int longestPhrase = Dataset.Evidence.LongestPhrase)
    {
        var (date, basis, note) = SyntheticDates.Draw(_sampler);
        var parties = _sampler.Some(Vocabulary.Countries, 2 + _sampler.Low(4)).OrderBy(country => country.Code, StringComparer.Ordinal).ToArray();
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

    private string? Credited(Common fact) =>
        _sampler.Chance(0.5) ? null : (_sampler.Chance(0.5) ? Someone(fact.Countries[0]) : null) ?? _sampler.One(Vocabulary.Bodies);

    private string? Someone(string country)
    {
        var people = _peopleOfCountry[country];
        return people.Any() ? people.ElementAt(_sampler.Low(people.Count())) : null;
    }

    private decimal Share() => Math.Min(100, _sampler.LogNormal(20, 0.8));

    private int? Occurrences() => _sampler.Chance(0.05) ? null : 1 + Math.Max(0, _sampler.Low(12) - 8);
}
