using Dataset;

namespace Migrations.Synthetic;

/// <summary>The relation records.</summary>
internal sealed partial class SyntheticRecords
{
    public TradeFigure TradeFigure(int number)
    {
        var f = Fact();
        var (reporter, partner) = TwoOf(f);
        var indicator = _dice.Code<TradeIndicator>();
        var (unit, value) = indicator switch
        {
            TradeIndicator.TradeValue or TradeIndicator.InvestmentValue => (TradeUnit.Usd, _dice.LogNormal(2e9, 2)),
            TradeIndicator.Growth => (TradeUnit.Percent, Math.Round((decimal)(8 + (25 * _dice.Normal())), 1)),
            TradeIndicator.Multiple => (TradeUnit.Ratio, _dice.LogNormal(2, 0.5)),
            TradeIndicator.PartnerRank or TradeIndicator.InvestorRank => (TradeUnit.Rank, 1m + _dice.Low(20)),
            TradeIndicator.BrandCount => (TradeUnit.Count, Math.Ceiling(_dice.LogNormal(30, 1))),
            _ => (TradeUnit.Percent, Share()),
        };
        return new()
        {
            Id = Id(number),
            Title = f.Title,
            Date = f.Date,
            DateBasis = f.Basis,
            DateNote = f.DateNote,
            Countries = f.Countries,
            Topics = f.Topics,
            Evidence = f.Evidence,
            Note = Note(),
            Reporter = reporter,
            Partner = partner,
            Value = value,
            Qualifier = _dice.Code<FigureQualifier>(),
            Status = _dice.Code<FigureStatus>(),
            AttributedTo = Credited(f),
            Indicator = indicator,
            Flow = _dice.Chance(0.15) ? null : _dice.Code<TradeFlow>(),
            Commodity = _dice.One(Vocabulary.Commodities),
            Unit = unit,
        };
    }

    public IndicatorFigure Indicator(int number)
    {
        var f = Fact();
        var (reporter, partner) = TwoOf(f);
        var indicator = _dice.Code<IndicatorMeasure>();
        var (unit, value) = indicator switch
        {
            IndicatorMeasure.ShareOfRespondents => (IndicatorUnit.Percent, Share()),
            IndicatorMeasure.Length => (IndicatorUnit.Mile, _dice.LogNormal(500, 1)),
            IndicatorMeasure.Rank => (IndicatorUnit.Rank, 1m + _dice.Low(50)),
            _ => ((IndicatorUnit)_dice.Between((int)IndicatorUnit.Day, (int)IndicatorUnit.Year), Math.Ceiling(_dice.LogNormal(10, 1))),
        };
        return new()
        {
            Id = Id(number),
            Title = f.Title,
            Date = f.Date,
            DateBasis = f.Basis,
            DateNote = f.DateNote,
            Countries = f.Countries,
            Topics = f.Topics,
            Evidence = f.Evidence,
            Note = Note(),
            Reporter = reporter,
            Partner = partner,
            Value = value,
            Qualifier = _dice.Code<FigureQualifier>(),
            Status = _dice.Code<FigureStatus>(),
            AttributedTo = Credited(f),
            Indicator = indicator,
            Subject = _dice.Words(2),
            Question = indicator == IndicatorMeasure.ShareOfRespondents ? $"Synthetic question: {_dice.Words(5)}?" : null,
            Unit = unit,
        };
    }

    public Exercise Exercise(int number)
    {
        var f = Fact();
        return new()
        {
            Id = Id(number),
            Title = f.Title,
            Date = f.Date,
            DateBasis = f.Basis,
            DateNote = f.DateNote,
            Countries = f.Countries,
            Topics = f.Topics,
            Evidence = f.Evidence,
            Note = Note(),
            Name = _dice.Chance(0.4) ? null : $"Synthetic Shield {_dice.Between(1, 99)}",
            Kind = _dice.Code<ExerciseKind>(),
            Participants = [.. f.Countries.Select(country => new Participant
            {
                Country = country,
                Troops = _dice.Chance(0.6) ? null : (int)Math.Ceiling(_dice.LogNormal(2000, 1)),
                Forces = _dice.Chance(0.5) ? null : _dice.Words(2),
            })],
            Location = _dice.Chance(0.3) ? null : _dice.One(Vocabulary.Cities),
            Occurrences = Occurrences(),
            Status = _dice.Code<ExerciseStatus>(),
        };
    }

    public Visit Visit(int number)
    {
        var f = Fact();
        var (host, guest) = TwoOf(f);
        return new()
        {
            Id = Id(number),
            Title = f.Title,
            Date = f.Date,
            DateBasis = f.Basis,
            DateNote = f.DateNote,
            Countries = f.Countries,
            Topics = f.Topics,
            Evidence = f.Evidence,
            Note = Note(),
            Kind = _dice.Code<VisitKind>(),
            Visitors = [.. Enumerable.Range(0, 1 + _dice.Low(3)).Select(_ => Attendee(guest ?? host))],
            Hosts = [.. Enumerable.Range(0, _dice.Low(3)).Select(_ => Attendee(host))],
            FromCountry = guest,
            ToCountry = _dice.Chance(0.2) ? null : host,
            Places = [.. _dice.Some(Vocabulary.Cities, _dice.Low(4))],
            Occurrences = Occurrences(),
            Status = _dice.Code<VisitStatus>(),
        };
    }

    public Statement Statement(int number)
    {
        var kind = _dice.Code<StatementKind>();
        var f = Fact(longestPhrase: kind == StatementKind.Quote ? 24 : 4);
        var country = f.Countries[_dice.Low(f.Countries.Count)];
        var person = Someone(country);
        var speaker = person is null ? SpeakerKind.Institution : _dice.Code<SpeakerKind>();
        return new()
        {
            Id = Id(number),
            Title = f.Title,
            Date = f.Date,
            DateBasis = f.Basis,
            DateNote = f.DateNote,
            Countries = f.Countries,
            Topics = f.Topics,
            Evidence = f.Evidence,
            Note = Note(),
            Kind = kind,
            Quote = string.Join(' ', f.Evidence.Select(e => e.Exact)),
            Speaker = speaker switch
            {
                SpeakerKind.Person => person!,
                SpeakerKind.Institution => _dice.One(Vocabulary.Bodies),
                _ => _dice.One(Vocabulary.Publications),
            },
            SpeakerKind = speaker,
            SpeakerRole = _dice.Chance(0.4) ? null : _dice.One(Vocabulary.Roles),
            SpeakerCountry = _dice.Chance(0.1) ? null : country,
            AddressedTo = _dice.Chance(0.7) ? null : Credited(f),
            Venue = _dice.Chance(0.6) ? null : _dice.One(Vocabulary.Cities),
            ReportedBy = _dice.Chance(0.7) ? null : _dice.One(Vocabulary.Publications),
            Language = "en",
        };
    }

    public Agreement Agreement(int number)
    {
        var f = Fact();
        return new()
        {
            Id = Id(number),
            Title = f.Title,
            Date = f.Date,
            DateBasis = f.Basis,
            DateNote = f.DateNote,
            Countries = f.Countries,
            Topics = f.Topics,
            Evidence = f.Evidence,
            Note = Note(),
            Kind = _dice.Code<AgreementKind>(),
            Name = _dice.Chance(0.6) ? null : $"Synthetic Accord on {_dice.Words(2)}",
            Parties = _dice.Chance(0.2) ? [.. f.Countries, _dice.One(Vocabulary.Bodies)] : f.Countries,
            Status = _dice.Code<AgreementStatus>(),
        };
    }

    /// <summary>What all relation records share.</summary>
    private sealed record Common(
        string Title, FuzzyDate? Date, DateBasis? Basis, string? DateNote,
        IReadOnlyList<string> Countries, IReadOnlyList<Topic> Topics, IReadOnlyList<Evidence> Evidence);

    private Common Fact(int longestPhrase = Dataset.Evidence.LongestPhrase)
    {
        var (date, basis, note) = SyntheticDates.Draw(_dice);
        var parties = _dice.Some(Vocabulary.Countries, 2 + _dice.Low(4)).OrderBy(country => country.Code, StringComparer.Ordinal).ToArray();
        return new(
            $"Synthetic: {string.Join(" and ", parties.Select(country => country.Name))} on {_dice.Words(_dice.Between(2, 5))}",
            date, basis, note,
            [.. parties.Select(country => country.Code)],
            [.. _dice.Some(Vocabulary.Topics, _dice.Between(1, 3)).OrderBy(topic => CodeLists.Of(typeof(Topic)).NameOf(topic), StringComparer.Ordinal)],
            EvidenceOf(longestPhrase));
    }

    /// <summary>One place to three, most of them in one document.</summary>
    private Evidence[] EvidenceOf(int longestPhrase)
    {
        var source = _dice.Between(1, _sources);
        return [.. Enumerable.Range(0, _dice.Between(1, 3)).Select(_ =>
        {
            var at = _dice.Chance(0.8) ? source : _dice.Between(1, _sources);
            return new Evidence
            {
                SourceId = SourceId(at),
                Paragraph = _dice.Between(1, ParagraphsOf(at)),
                Exact = $"synthetic {_dice.Words(_dice.Between(2, longestPhrase - 1))}",
            };
        }).Distinct()];
    }

    private Attendee Attendee(string country)
    {
        var person = _dice.Chance(0.2) ? null : Someone(country);
        return new() { PersonId = person, Role = person is not null && _dice.Chance(0.3) ? null : _dice.One(Vocabulary.Roles), Country = country };
    }

    /// <summary>Two of its countries, the second null where it has but one.</summary>
    private (string First, string? Second) TwoOf(Common fact)
    {
        var first = _dice.Low(fact.Countries.Count);
        return (fact.Countries[first], fact.Countries.Count == 1 ? null : fact.Countries[(first + 1) % fact.Countries.Count]);
    }

    private string? Credited(Common fact) =>
        _dice.Chance(0.5) ? null : (_dice.Chance(0.5) ? Someone(fact.Countries[0]) : null) ?? _dice.One(Vocabulary.Bodies);

    private string? Someone(string country)
    {
        var people = _peopleOfCountry[country];
        return people.Any() ? people.ElementAt(_dice.Low(people.Count())) : null;
    }

    private decimal Share() => Math.Min(100, _dice.LogNormal(20, 0.8));

    private int? Occurrences() => _dice.Chance(0.05) ? null : 1 + Math.Max(0, _dice.Low(12) - 8);
}
