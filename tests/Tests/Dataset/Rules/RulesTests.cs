using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Rules;

/// <summary>The rules of the records refuse invalid values. Each case is one edit of a valid dataset and one error on its line.</summary>
public sealed class RulesTests : IDisposable
{
    private const string Fifty = "a text that has just fifty characters in its words ";
    private const string TwoHundred = Fifty + Fifty + Fifty + Fifty;
    private const string Longer = "\"" + TwoHundred + TwoHundred + TwoHundred + ".";
    private const string Common = """
        "title": "Something between Germany and the United States",
            "date": null,
            "date_basis": null,
            "date_note": null,
            "actors": ["DEU", "USA"],
            "targets": [],
            "mutual": true,
            "mentions": [],
            "topics": ["diplomacy"],
            "evidence": [{"source_id": "berlin-1963", "paragraph": 4, "exact": "In October, Big Lift", "carries": "fact"}],
            "note": null,
        """;

    private readonly SmallDataset _dataset = new();

    public RulesTests()
    {
        // One record of each resource that has none in the small dataset.
        File.WriteAllText(_dataset.PathOf("agreements.json"), $$"""
            [
              {
                "id": "a-treaty",
                {{Common}}
                "kind": "treaty",
                "name": "A treaty of friendship",
                "bodies": ["a parliament", "an alliance"],
                "status": "in_force"
              }
            ]
            """);
        File.WriteAllText(_dataset.PathOf("indicators.json"), $$"""
            [
              {
                "id": "an-opinion",
                {{Common}}
                "indicator": "share_of_respondents",
                "subject": "Germans with a good opinion",
                "question": "What do you think?",
                "reporter": "DEU",
                "partner": "USA",
                "value": 85,
                "unit": "percent",
                "qualifier": "exact",
                "status": "reported",
                "attributed_to": []
              }
            ]
            """);
    }

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Unedited_dataset_is_valid() =>
        Assert.Equal(2, _dataset.Read().Entries.Values.SelectMany(e => e).Count(e => e.Id is "a-treaty" or "an-opinion"));

    [Theory]
    [InlineData("0.5", "length", "mile", null)]
    [InlineData("101", "length", "mile", null)]
    [InlineData("0", "rank", "rank", "must be a whole number from 1, because it is a rank, but is 0")]
    [InlineData("101", "rank", "rank", null)]
    [InlineData("1.5", "duration", "week", null)]
    public void A_figure_is_held_against_its_own_unit(string value, string indicator, string unit, string? message)
    {
        _dataset.Edit("indicators.json", "share_of_respondents", indicator);
        _dataset.Edit("indicators.json", "\"percent\"", $"\"{unit}\"");
        _dataset.Edit("indicators.json", "\"What do you think?\"", "null");
        var line = _dataset.Edit("indicators.json", "\"value\": 85", $"\"value\": {value}");

        if (message is null)
            Assert.NotNull(_dataset.Read());
        else
            Assert.Equal([("indicators.json", line, "value", message)], _dataset.Errors().Select(e => (e.File, e.Line, e.Field!, e.Message)));
    }

    [Theory]
    [InlineData("visits", "\"kennedy-in-berlin-1963\"", "\"Kennedy in Berlin\"", "id", "is not a valid id")]
    [InlineData("visits", "\"kennedy-in-berlin-1963\"", "\"facets\"", "id", "is not a valid id")]
    [InlineData("visits", "\"kennedy-in-berlin-1963\"", "\"kennedy--in-berlin\"", "id", "is not a valid id")]
    [InlineData("visits", "\"kennedy-in-berlin-1963\"", "\"series\"", "id",
        "'series' is not a valid id; give lower-case letters, digits and single hyphens, at most 100 characters, "
        + "and none of: facets, series, chart, citation")]
    [InlineData("visits", "\"kennedy-in-berlin-1963\"", "\"chart\"", "id", "is not a valid id")]
    [InlineData("visits", "\"kennedy-in-berlin-1963\"", "\"citation\"", "id", "is not a valid id")]
    [InlineData("visits", "[\"DEU\", \"USA\"]", "[]", "actors",
        "must be the countries of visitors, hosts, from_country and to_country: DEU, USA", 0, 1)]
    [InlineData("visits", "\"John F. Kennedy visits West Berlin\"", "\"\"", "title", "must not be empty")]
    [InlineData("visits", "\"John F. Kennedy visits West Berlin\"", "\"John F. Kennedy visits West Berlin \"", "title", "white space")]
    [InlineData("visits", "\"John F. Kennedy visits West Berlin\"", "\"John F. Kennedy\\nvisits\"", "title", "must be one line")]
    [InlineData("visits", "\"John F. Kennedy visits West Berlin\"", Longer + "\"", "title", "must have at most 600 characters")]
    [InlineData("trade-figures", "\"commodity\": \"poultry\"", "\"commodity\": " + Longer + "\"", "commodity", "must have at most 600 characters")]
    [InlineData("visits", "\"note\": null", "\"note\": \"\"", "note", "must not be empty")]
    [InlineData("visits", "\"date_basis\": \"stated\"", "\"date_basis\": null", "date_basis", "must be null exactly when the date is null")]
    [InlineData("visits", "\"date\": \"1963-06-26\"", "\"date\": null", "date_basis", "must be null exactly when the date is null", 1)]
    [InlineData("visits", "\"date_basis\": \"stated\"", "\"date_basis\": \"inferred\"", "date_note", "must say how", 1)]
    [InlineData("visits", "\"date_basis\": \"stated\"", "\"date_basis\": \"external\"", "date_note", "must say how", 1)]
    [InlineData("visits", "\"date_note\": null", "\"date_note\": \" \"", "date_note", "must not be empty")]
    [InlineData("visits", "[\"DEU\", \"USA\"]", "[\"DEU\", \"NTO\", \"UAS\", \"USA\"]", "actors[2]",
        "'UAS' is not among countries; did you mean 'USA'?", 0, 1)]
    [InlineData("visits", "[\"DEU\", \"USA\"]", "[\"USA\", \"DEU\"]", "actors", "must be in alphabetical order without repetition", 0, 1)]
    [InlineData("visits", "[\"DEU\", \"USA\"]", "[\"DEU\", \"USA\", \"USA\"]", "actors", "must be in alphabetical order without repetition", 0, 1)]
    [InlineData("visits", "[\"DEU\", \"USA\"]", "[\"DEU\"]", "actors", "must be the countries of visitors, hosts", 0, 1)]
    [InlineData("visits", "\"targets\": []", "\"targets\": [\"USA\"]", "targets", "must not repeat an actor")]
    [InlineData("visits", "\"mentions\": []", "\"mentions\": [\"USA\"]", "mentions", "must not repeat an actor or target")]
    [InlineData("visits", "\"mentions\": []", "\"mentions\": [\"WLD\"]", "mentions", "must not name WLD", 0, 1)]
    [InlineData("visits", "\"kind\": \"visit\"", "\"kind\": \"phone_call\"", "to_country", "must be null, because nobody travels to a call", 8)]
    [InlineData("visits", "\"carries\": \"fact\"", "\"carries\": \"faith\"", "evidence[0].carries", "'faith' is not in the code list carried")]
    [InlineData("statements", "\"actors\": [\"USA\"],\n    \"targets\": [\"DEU\"]",
        "\"actors\": [],\n    \"targets\": [\"DEU\"]", "targets",
        "must be empty, because nobody acts", 1)]
    [InlineData("statements", "\"mutual\": false", "\"mutual\": true", "mutual", "must be false, because fewer than two act")]
    [InlineData("visits", "[\"diplomacy\", \"security\"]", "[]", "topics", "must name at least one topic")]
    [InlineData("visits", "[\"diplomacy\", \"security\"]", "[\"security\", \"diplomacy\"]", "topics",
        "must be in alphabetical order without repetition")]
    [InlineData("visits",
        "\"visitors\": [\n      {\"person_id\": \"john-f-kennedy\"", "\"visitors\": [\n      {\"person_id\": \"john-kennedy\"",
        "visitors[0].person_id", "'john-kennedy' is not among people; did you mean 'john-f-kennedy'?")]
    [InlineData("visits",
        "\"person_id\": \"john-f-kennedy\", \"role\": \"president\", \"country\": \"USA\"",
        "\"person_id\": null, \"role\": null, \"country\": null", "visitors[0].role", "must say who it is", -1)]
    [InlineData("visits",
        "\"hosts\": [\n      {\"person_id\": \"konrad-adenauer\", \"role\": null, \"country\": \"DEU\"}",
        "\"hosts\": [\n      {\"person_id\": null, \"role\": null, \"country\": \"GER\"}",
        "hosts[0].country", "'GER' is not among countries")]
    [InlineData("visits", "\"from_country\": \"USA\"", "\"from_country\": \"usa\"", "from_country",
        "'usa' is not among countries; did you mean 'USA'?")]
    [InlineData("visits", "\"to_country\": \"DEU\"", "\"to_country\": \"ZZZ\"", "to_country", "'ZZZ' is not among countries")]
    [InlineData("visits", "[\"West Berlin\"]", "[\"Berlin; Bonn\"]", "places[0]", "must not contain ';'")]
    [InlineData("visits", "[\"West Berlin\"]", "[\"West Berlin\", \"\"]", "places[1]", "must not be empty")]
    [InlineData("visits", "[\"West Berlin\"]", "[" + Longer + "\"]", "places[0]", "must have at most 600 characters")]
    [InlineData("visits", "\"occurrences\": 1", "\"occurrences\": 0", "occurrences", "must be from 1 to 1000000, not 0")]
    [InlineData("visits", "\"occurrences\": 1", "\"occurrences\": 2147483647", "occurrences", "must be from 1 to 1000000, not 2147483647")]
    [InlineData("exercises", "\"country\": \"DEU\", \"troops\": null", "\"country\": \"NTO\", \"troops\": null", "participants",
        "must name each of the record's actors once", -1)]
    [InlineData("exercises", "\"troops\": 15000", "\"troops\": 0", "participants[1].troops", "must be 1 or more, not 0; write null for unknown", -2)]
    [InlineData("exercises", "\"an armoured division\"", "\"\"", "participants[1].forces", "must not be empty", -2)]
    [InlineData("exercises", "\"Big Lift\"", "\"\"", "name", "must not be empty")]
    [InlineData("exercises", "\"occurrences\": 1", "\"occurrences\": -1", "occurrences", "must be from 1 to 1000000, not -1")]
    [InlineData("exercises", "\"occurrences\": 1", "\"occurrences\": 1000001", "occurrences", "must be from 1 to 1000000, not 1000001")]
    [InlineData("exercises",
        "In October, Big Lift is to fly 15,000 American troops to Germany",
        "In October, Big Lift is to fly 15,000 American troops to Germany soon",
        "evidence[0]", "exact must have at most 12 words", -1)]
    [InlineData("exercises", "\"paragraph\": 4", "\"paragraph\": 0", "evidence[0].paragraph", "must be from 1 to 5", -1)]
    [InlineData("exercises", "\"paragraph\": 4", "\"paragraph\": 6", "evidence[0].paragraph",
        "must be from 1 to 5, the document's last paragraph", -1)]
    [InlineData("exercises", "\"source_id\": \"berlin-1963\"", "\"source_id\": \"berlin-1936\"", "evidence[0].source_id",
        "'berlin-1936' is not among sources; did you mean 'berlin-1963'?", -1)]
    [InlineData("exercises",
        "\"exact\": \"In October, Big Lift is to fly 15,000 American troops to Germany\"", "\"exact\": \"\"",
        "evidence[0].exact", "must not be empty", -1)]
    [InlineData("exercises", "\"exact\": \"In October, Big Lift", "\"exact\": \"In October,\\nBig Lift", "evidence[0].exact",
        "must be part of one paragraph", -1)]
    [InlineData("trade-figures", "\"partner\": \"DEU\"", "\"partner\": \"USA\"", "partner", "must differ from the reporter")]
    [InlineData("trade-figures", "\"unit\": \"percent\"", "\"unit\": \"USD\"", "unit", "must be percent for this indicator")]
    [InlineData("trade-figures", "\"indicator\": \"growth\"", "\"indicator\": \"trade_value\"", "value",
        "must not be negative for this indicator", 5, 2)]
    [InlineData("trade-figures", "\"indicator\": \"growth\"", "\"indicator\": \"partner_share\"", "value",
        "must be from 0 to 100, because it is a share, but is -25.5", 5, 2)]
    [InlineData("trade-figures", "\"commodity\": \"poultry\"", "\"commodity\": \"\"", "commodity", "must not be empty")]
    [InlineData("trade-figures", "\"period_type\": \"as_of\"", "\"period_type\": \"week\"", "period_type", "is not in the code list period_type")]
    [InlineData("trade-figures", "\"currency\": null", "\"currency\": \"EUR\"", "currency", "and null otherwise")]
    [InlineData("trade-figures", "\"valuation\": null", "\"valuation\": \"cif\"", "valuation", "must be given for a trade value, and null otherwise")]
    [InlineData("trade-figures", "\"reporter\": \"USA\"", "\"reporter\": \"NTO\"", "actors", "and targets must include reporter and partner", -11)]
    [InlineData("trade-figures", "\"attributed_to\": []", "\"attributed_to\": [\"john-kennedy\"]", "attributed_to[0]",
        "'john-kennedy' is not among people; did you mean 'john-f-kennedy'?; give a body by its name")]
    [InlineData("statements", "\"quote_parts\": [\"Today, in", "\"quote_parts\": [\"Today in", "quote_parts",
        "must be the first phrases of the evidence that carry the fact", 0, 1)]
    [InlineData("statements", "[\"john-f-kennedy\"]", "[\"kennedy\"]", "speakers[0]", "'kennedy' is not among people")]
    [InlineData("statements", "[\"john-f-kennedy\"]", "[\"John F. Kennedy\"]", "speakers[0]", "must be a person's id when speaker_kind is person")]
    [InlineData("statements", "[\"john-f-kennedy\"]", "[]", "speakers", "must name at least one speaker")]
    [InlineData("statements", "[\"john-f-kennedy\"]", "[\"john-f-kennedy\", \"john-f-kennedy\"]", "speakers", "names the same speaker twice")]
    [InlineData("statements", "\"speaker_kind\": \"person\"", "\"speaker_kind\": \"publication\"", "speakers[0]",
        "and otherwise the name of a body", -1, 2)]
    [InlineData("statements", "\"speaker_kind\": \"person\"", "\"speaker_kind\": \"publication\"", "actors",
        "must be empty, because a publication does not speak for a country", -13, 2)]
    [InlineData("statements", "\"speaker_country\": \"USA\"", "\"speaker_country\": \"NTO\"", "speaker_country",
        "must be the only actor of an official statement")]
    [InlineData("statements", "\"speaker_country\": \"USA\"", "\"speaker_country\": null", "speaker_country", "must be the actor, for which")]
    [InlineData("statements", "\"language\": \"en\"", "\"language\": \"eng\"", "language", "'eng' is not an ISO 639-1 code")]
    [InlineData("statements", "\"venue\": \"West Berlin\"", "\"venue\": \" West Berlin\"", "venue", "white space")]
    [InlineData("sources", "\"berlin.txt\"", "\"texts/berlin.txt\"", "document", "must be the name of a file without a folder")]
    [InlineData("sources", "\"sha256\": \"", "\"sha256\": \"F", "sha256", "must be 64 lower-case hexadecimal digits")]
    [InlineData("sources", "\"paragraph_count\": 5", "\"paragraph_count\": 4", "evidence[0].paragraph", "must be from 1 to 4", 0, 1, "trade-figures")]
    [InlineData("sources", "\"author\": null", "\"author\": \"\"", "author", "must not be empty")]
    [InlineData("sources", "\"date_basis\": \"stated\"", "\"date_basis\": \"external\"", "date_note", "must say how", 1)]
    [InlineData("people", "\"Jack Kennedy\"", "\"John F. Kennedy\"", "aliases", "must not repeat a spelling or the name itself")]
    [InlineData("people", "\"Jack Kennedy\"", "\"JFK\"", "aliases", "must not repeat a spelling or the name itself")]
    [InlineData("people", "\"country\": \"USA\"", "\"country\": \"US\"", "country", "'US' is not among countries; did you mean 'USA'?")]
    [InlineData("countries", "\"code\": \"NTO\"", "\"code\": \"NATO\"", "code", "is not a code of three capital letters")]
    [InlineData("countries", "\"name\": \"NATO\"", "\"name\": \"\"", "name", "must not be empty")]
    [InlineData("people", "\"id\": \"konrad-adenauer\"", "\"id\": \"Konrad\"", "id", "is not a valid id", 0, 9)]
    [InlineData("people", "\"Konrad Adenauer\"", "\"\"", "name", "must not be empty")]
    [InlineData("people", "\"Jack Kennedy\"", "\"Jack; Kennedy\"", "aliases[0]", "must not contain ';'")]
    [InlineData("people", "\"note\": null", "\"note\": \"\"", "note", "must not be empty")]
    [InlineData("sources", "\"id\": \"berlin-1963\"", "\"id\": \"Berlin\"", "id", "is not a valid id", 0, 99)]
    [InlineData("sources", "\"The president in Berlin\"", "\"\"", "title", "must not be empty")]
    [InlineData("sources", "\"publisher\": null", "\"publisher\": \" \"", "publisher", "must not be empty")]
    [InlineData("sources", "\"language\": \"en\"", "\"language\": \"English\"", "language", "is not an ISO 639-1 code")]
    [InlineData("sources", "\"paragraph_count\": 5", "\"paragraph_count\": 0", "paragraph_count", "must be 1 or more", 0, 99)]
    [InlineData("sources", "\"note\": null", "\"note\": \"\"", "note", "must not be empty")]
    [InlineData("countries", "\"No record refers to it.\"", "\"\"", "note", "must not be empty")]
    [InlineData("exercises", "\"location\": \"Germany\"", "\"location\": \"\"", "location", "must not be empty")]
    [InlineData("statements", "\"id\": \"kennedy-berliner-1963\"", "\"id\": \"Kennedy\"", "id", "is not a valid id")]
    [InlineData("statements", "\"speaker_role\": \"president\"", "\"speaker_role\": \"\"", "speaker_role", "must not be empty")]
    [InlineData("statements", "\"speaker_role\": \"president\"", "\"speaker_role\": \"the United States\"", "speaker_role",
        "'the United States' is not an office or profession")]
    [InlineData("visits", "\"role\": \"president\"", "\"role\": \"both leaders\"", "visitors[0].role",
        "'both leaders' is not an office or profession", -1)]
    [InlineData("statements", "\"speaker_kind\": \"person\"", "\"speaker_kind\": \"institution\"", "speaker_role",
        "must be null, because only a person has an office or profession", 1, 1)]
    [InlineData("statements", "\"speaker_country\": \"USA\"", "\"speaker_country\": \"UAS\"", "speaker_country",
        "'UAS' is not among countries; did you mean 'USA'?", 0, 1)]
    [InlineData("statements", "\"addressed_to\": null", "\"addressed_to\": \"konrad-adenaur\"", "addressed_to", "did you mean 'konrad-adenauer'?")]
    [InlineData("statements", "\"reported_by\": null", "\"reported_by\": \"\"", "reported_by", "must not be empty")]
    [InlineData("agreements", "\"id\": \"a-treaty\"", "\"id\": \"A treaty\"", "id", "is not a valid id")]
    [InlineData("agreements", "\"A treaty of friendship\"", "\"\"", "name", "must not be empty")]
    [InlineData("agreements", "[\"a parliament\", \"an alliance\"]", "[\"a parliament\", \"\"]", "bodies[1]", "must not be empty")]
    [InlineData("agreements", "[\"a parliament\", \"an alliance\"]", "[\"a parliament\", \"NTO\"]", "bodies[1]", "'NTO' is a country or bloc")]
    [InlineData("agreements", "[\"a parliament\", \"an alliance\"]", "[\"an alliance\", \"an alliance\"]", "bodies", "names the same body twice")]
    [InlineData("trade-figures", "\"attributed_to\": []", "\"attributed_to\": [\"a ministry\", \"a ministry\"]", "attributed_to",
        "names the same person or body twice")]
    [InlineData("countries", "\"alpha2\": \"DE\"", "\"alpha2\": \"DEU\"", "alpha2", "is not a code of two capital letters")]
    [InlineData("countries", "\"numeric\": \"276\"", "\"numeric\": \"27\"", "numeric", "is not a code of three digits")]
    [InlineData("countries", "\"bloc\": \"NTO\", \"since\": 1955", "\"bloc\": \"NOT\", \"since\": 1955", "memberships[0].bloc",
        "'NOT' is not among countries; did you mean 'NTO'?")]
    [InlineData("sources", "\"url\": null", "\"url\": \"berlin.txt\"", "url", "is not an address that begins with https://")]
    [InlineData("indicators", "\"reporter\": \"DEU\"", "\"reporter\": \"USA\"", "partner", "must differ from the reporter", 1)]
    [InlineData("indicators", "\"Germans with a good opinion\"", "\"\"", "subject", "must not be empty")]
    [InlineData("indicators", "\"What do you think?\"", "\" \"", "question", "must not be empty")]
    [InlineData("indicators", "\"What do you think?\"", "null", "question", "must give the question of the poll")]
    [InlineData("indicators", "\"unit\": \"percent\"", "\"unit\": \"mile\"", "unit", "must be percent for this indicator")]
    [InlineData("indicators", "\"value\": 85", "\"value\": -1", "value", "must not be negative")]
    [InlineData("indicators", "\"value\": 85", "\"value\": 101", "value", "must be from 0 to 100, because it is a share, but is 101")]
    [InlineData("indicators", "\"indicator\": \"share_of_respondents\"", "\"indicator\": \"length\"", "unit", "must be mile for this indicator", 6)]
    [InlineData("indicators", "\"indicator\": \"share_of_respondents\"", "\"indicator\": \"rank\"", "unit", "must be rank for this indicator", 6)]
    public void A_broken_rule_is_an_error(
        string resource, string text, string replacement, string field, string message, int linesBelow = 0, int others = 0, string? inOther = null)
    {
        // A multi-line edit, or a field that is not the edited one, puts the error some lines from the edit.
        var line = _dataset.Edit($"{resource}.json", text, replacement) + linesBelow;

        var errors = _dataset.Errors();

        var error = errors.First(e => e.Field == field && e.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal($"{inOther ?? resource}.json", error.File);
        if (inOther is null)
            Assert.Equal(line, error.Line);
        Assert.True(errors.Count <= 2 + others, string.Join('\n', errors));
    }

    [Theory]
    [InlineData("100.5", "partner_share")]
    [InlineData("-1", "partner_share")]
    [InlineData("101", "settlement_share")]
    public void A_share_is_from_0_to_100(string value, string indicator)
    {
        _dataset.Edit("trade-figures.json", "\"growth\"", $"\"{indicator}\"");
        var line = _dataset.Edit("trade-figures.json", "-25.5", value);

        Assert.Contains(_dataset.Errors(), e => e.Line == line && e.Message == $"must be from 0 to 100, because it is a share, but is {value}");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("-1")]
    public void A_rank_is_a_whole_number_from_1(string value)
    {
        _dataset.Edit("trade-figures.json", "\"growth\"", "\"partner_rank\"");
        _dataset.Edit("trade-figures.json", "\"percent\"", "\"rank\"");
        var line = _dataset.Edit("trade-figures.json", "-25.5", value);

        Assert.Contains(_dataset.Errors(), e =>
            e.Line == line && e.Message == $"must be a whole number from 1, because it is a rank, but is {value}");
    }

    [Fact]
    public void Id_is_unique()
    {
        var line = _dataset.Edit("people.json", "\"konrad-adenauer\"", "\"john-f-kennedy\"");

        Assert.Contains(new SeedError("people.json", line, "john-f-kennedy", "id", "is already used on line 2"), _dataset.Errors());
    }

    [Fact]
    public void A_country_has_its_code_as_id()
    {
        var line = _dataset.Edit("countries.json", "\"id\": \"NTO\"", "\"id\": \"NAT\"");

        Assert.Contains(new("countries.json", line, "NAT", "id", "must equal the code"), _dataset.Errors());
    }

    [Fact]
    public void A_place_is_named_once()
    {
        const string Place = """{"source_id": "berlin-1963", "paragraph": 5, "exact": "have fallen by 25.5 percent", "carries": "fact"}""";
        _dataset.Edit("trade-figures.json", Place, $"{Place}, {Place}");

        Assert.Equal("names the same place twice", Assert.Single(_dataset.Errors()).Message);
    }

    [Fact]
    public void Evidence_may_not_be_empty()
    {
        _dataset.Edit(
            "trade-figures.json", """{"source_id": "berlin-1963", "paragraph": 5, "exact": "have fallen by 25.5 percent", "carries": "fact"}""", "");

        Assert.Contains(_dataset.Errors(), e => e is { Field: "evidence", Message: "must name at least one place in a document" });
    }

    [Fact]
    public void Somebody_takes_part_in_a_visit()
    {
        _dataset.Edit("visits.json", """{"person_id": "john-f-kennedy", "role": "president", "country": "USA"}""", "");
        Assert.Equal("USA", _dataset.Read().Entries.Values.SelectMany(e => e).OfType<Visit>().Single().FromCountry);

        _dataset.Edit("visits.json", """{"person_id": "konrad-adenauer", "role": null, "country": "DEU"}""", "");

        Assert.Contains(_dataset.Errors(), e => e is { Field: "visitors", Message: "must not be empty when hosts is empty" });
    }

    [Fact]
    public void Evidence_of_statements_may_be_long()
    {
        _dataset.Edit("statements.json",
            "\"exact\": \"Today, in the world of freedom\"",
            "\"exact\": \"Today, in the world of freedom, as in all the words that a statement has for its evidence\"");
        _dataset.Edit("statements.json",
            "\"quote_parts\": [\"Today, in the world of freedom\"",
            "\"quote_parts\": [\"Today, in the world of freedom, as in all the words that a statement has for its evidence\"");

        Assert.Equal(2, _dataset.Read().Entries.Values.SelectMany(e => e).OfType<Statement>().First().Evidence.Count);
    }

    [Theory]
    [InlineData("\"title\": \"Relations between countries: Germany and the United States\"", "\"title\": \"\"", "title")]
    [InlineData("\"Relations between countries: Germany and the United States\"", "\"Two\\nlines\"", "title")]
    [InlineData("\"A small dataset, for tests.\"", "\" \"", "description")]
    [InlineData("[\"en\"]", "[\"English\"]", "languages[0]")]
    [InlineData("\"licence\": null", "\"licence\": \"\"", "licence")]
    [InlineData("\"span\": \"1963\"", "\"span\": \"in 1963\"", "span")]
    public void The_datasets_description_has_rules_too(string text, string replacement, string field)
    {
        var line = _dataset.Edit("dataset.json", text, replacement);

        Assert.Equal([("dataset.json", line, field)], _dataset.Errors().Select(e => (e.File, e.Line, e.Field!)));
    }
}
