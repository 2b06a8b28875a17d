using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>Derived fields are computed from the seeds, so the seeds do not contain them.</summary>
public sealed class DerivedFieldTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Record_derives_dyads_people_sources_and_days()
    {
        _dataset.Edit("visits.json", "\"date\": \"1963-06-26\"", "\"date\": \"1963-06\"");

        var visit = Only<Visit>();

        Assert.Equal(["DEU", "USA"], visit.Countries);
        Assert.Equal(["DEU-USA"], visit.Dyads);
        Assert.Equal(["DEU>USA", "USA>DEU"], visit.DirectedDyads);
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], visit.People);
        Assert.Equal(["berlin-1963"], visit.SourceIds);
        Assert.Equal(1, visit.SourceCount);
        Assert.Equal((new DateOnly(1963, 6, 1), new DateOnly(1963, 6, 30)), (visit.DateStart, visit.DateEnd));
    }

    [Fact]
    public void Missing_country_or_date_derives_nothing()
    {
        var statement = All<Statement>().Single(s => s.Id == "crowd-freedom-1963");

        Assert.Empty(statement.Dyads);
        Assert.Null(statement.DateStart);
        Assert.Null(statement.DateEnd);
    }

    [Fact]
    public void Two_documents_count_once_each()
    {
        AddSource("a-second-source");
        _dataset.Edit("visits.json", "\"evidence\": [", """
            "evidence": [
            {"source_id": "a-second-source", "paragraph": 1, "exact": "x", "carries": "identity"},
            """);

        var visit = Only<Visit>();

        Assert.Equal(["a-second-source", "berlin-1963"], visit.SourceIds);
        Assert.Equal(2, visit.SourceCount);
    }

    [Fact]
    public void Only_person_ids_are_people()
    {
        Assert.Equal(["john-f-kennedy"], All<Statement>().Single(s => s.Id == "kennedy-berliner-1963").People);
        Assert.Equal(["konrad-adenauer"], All<Statement>().Single(s => s.Id == "crowd-freedom-1963").People);

        _dataset.Edit("trade-figures.json", "\"attributed_to\": []", "\"attributed_to\": [\"Federal Statistical Office\"]");
        Assert.Empty(Only<TradeFigure>().People);
    }

    [Fact]
    public void People_in_a_title_or_quotation_are_named()
    {
        _dataset.Edit("trade-figures.json", "\"Sales of American poultry", "\"Konrad Adenauer and Jack Kennedy: sales of American poultry");
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], Only<TradeFigure>().People);

        _dataset.Edit("people.json", "\"aliases\": []", "\"aliases\": [\"Berliner\"]");
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], All<Statement>().Single(s => s.Id == "kennedy-berliner-1963").People);
    }

    [Theory]
    [InlineData("Konrad Adenauers visit", "")]
    [InlineData("the Konrad Adenauer’s visit", "konrad-adenauer")]
    [InlineData("JFK, Konrad Adenauer", "john-f-kennedy,konrad-adenauer")]
    [InlineData("jfk", "")]
    [InlineData("Kennedy", "")]
    public void Names_are_whole_words(string title, string people)
    {
        _dataset.Edit("trade-figures.json", "\"Sales of American poultry to Germany fall by a quarter\"", $"\"{title}\"");
        Assert.Equal(people, string.Join(',', Only<TradeFigure>().People));
    }

    [Fact]
    public void A_source_knows_what_its_records_are_about()
    {
        AddSource("unused-source");
        var (used, unused) = (All<Source>().Single(s => s.Id == "berlin-1963"), All<Source>().Single(s => s.Id == "unused-source"));

        Assert.Equal(5, used.RecordCount);
        Assert.Equal(["DEU", "USA"], used.Countries);
        Assert.Equal(["DEU-USA"], used.Dyads);
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], used.People);
        Assert.Equal([Topic.Diplomacy, Topic.Ideology, Topic.Military, Topic.Security, Topic.Trade], used.Topics);
        Assert.Equal(["berlin-1963"], used.SourceIds);
        Assert.Equal(0, unused.RecordCount);
        Assert.Equal(["unused-source"], unused.SourceIds);
        Assert.Empty(unused.Countries.Concat(unused.Dyads).Concat(unused.People));
        Assert.Empty(unused.Topics);
    }

    [Fact]
    public void A_person_knows_the_records_that_name_him()
    {
        var adenauer = All<Person>().Single(p => p.Id == "konrad-adenauer");

        Assert.Equal(2, adenauer.RecordCount);
        Assert.Equal(["DEU-USA"], adenauer.Dyads);
        Assert.Equal([Topic.Diplomacy, Topic.Ideology, Topic.Security], adenauer.Topics);
        Assert.Equal(["berlin-1963"], adenauer.SourceIds);
    }

    [Fact]
    public void Country_lists_its_records()
    {
        var countries = All<Country>().ToDictionary(c => c.Id);

        Assert.Equal((4, 0, 5), (countries["DEU"].RecordCount, countries["NTO"].RecordCount, countries["USA"].RecordCount));
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], countries["DEU"].People);
        Assert.Empty(countries["NTO"].Topics);
    }

    [Fact]
    public void Names_hold_every_spelling_for_search()
    {
        Assert.Equal("Germany; Deutschland; United States; John F. Kennedy; Jack Kennedy; JFK; Konrad Adenauer", Only<Visit>().Names);
        Assert.Equal("John F. Kennedy; Jack Kennedy; JFK", All<Person>().Single(p => p.Id == "john-f-kennedy").Names);
        Assert.Equal("NATO", All<Country>().Single(c => c.Id == "NTO").Names);
        Assert.Equal("", Only<Source>().Names);
    }

    [Theory]
    [InlineData("DEU,USA", "", true, "DEU>USA,USA>DEU")] // A mutual act has both directions.
    [InlineData("DEU,USA", "", false, "")] // Two senders whose act is not mutual are not a pair.
    [InlineData("USA", "DEU", false, "USA>DEU")]
    [InlineData("USA", "", false, "")] // One who acts alone, and a country that is only mentioned.
    [InlineData("DEU", "NTO", false, "")] // A bloc and its own member.
    public void Dyads_are_of_those_who_act_and_are_acted_upon(string actors, string targets, bool isMutual, string directed)
    {
        SetParties("exercises.json", actors, targets, isMutual);
        _dataset.Edit("exercises.json", "{\"country\": \"DEU\", \"troops\": null, \"forces\": null},", actors.Contains("DEU")
            ? "{\"country\": \"DEU\", \"troops\": null, \"forces\": null}" + (actors.Contains("USA") ? "," : "") : "");
        if (!actors.Contains("USA"))
            _dataset.Edit("exercises.json", "{\"country\": \"USA\", \"troops\": 15000, \"forces\": \"an armoured division\"}", "");

        var exercise = Only<Exercise>();

        Assert.Equal(directed, string.Join(',', exercise.DirectedDyads));
        Assert.Equal(directed.Length == 0 ? "" : "DEU-USA", string.Join(',', exercise.Dyads));
    }

    [Fact]
    public void A_bloc_and_a_later_member_are_a_pair()
    {
        _dataset.Edit("countries.json", "\"since\": 1955", "\"since\": 1964");
        _dataset.Edit("statements.json", "\"actors\": [\"USA\"],\n    \"targets\": [\"DEU\"]", "\"actors\": [\"DEU\"],\n    \"targets\": [\"NTO\"]");
        _dataset.Edit("statements.json", "\"speaker_country\": \"USA\"", "\"speaker_country\": \"DEU\"");

        Assert.Equal(["DEU>NTO"], All<Statement>().First().DirectedDyads);
    }

    [Theory]
    [InlineData("export", "USA>DEU")]
    [InlineData("import", "DEU>USA")]
    [InlineData("total", "DEU>USA,USA>DEU")]
    public void Trade_has_the_direction_of_its_goods(string flow, string directed)
    {
        _dataset.Edit("trade-figures.json", "\"flow\": \"export\"", $"\"flow\": \"{flow}\"");
        Assert.Equal(directed, string.Join(',', Only<TradeFigure>().DirectedDyads));
    }

    [Fact]
    public void A_link_is_in_both_records()
    {
        _dataset.Edit("links.json", "[]", """
            [{"record": "statements/kennedy-berliner-1963", "relation": "part_of", "other": "visits/kennedy-in-berlin-1963"}]
            """);

        Assert.Equal(
            new RelatedRecord { Record = "visits/kennedy-in-berlin-1963", Relation = Relation.PartOf },
            Assert.Single(All<Statement>().First().Related));
        Assert.Equal(
            new RelatedRecord { Record = "statements/kennedy-berliner-1963", Relation = Relation.HasPart }, Assert.Single(Only<Visit>().Related));
    }

    [Theory]
    [InlineData("visits/nobody", "part_of", "visits/kennedy-in-berlin-1963", "record", "is not among records")]
    [InlineData("visits/kennedy-in-berlin-1963", "part_of", "visits/kennedy-in-berlin-1963", "other", "must differ from record")]
    [InlineData("statements/kennedy-berliner-1963", "has_part", "visits/kennedy-in-berlin-1963", "relation",
        "the load derives the other direction")]
    public void A_link_has_rules(string record, string relation, string other, string field, string message)
    {
        _dataset.Edit("links.json", "[]", $$"""[{"record": "{{record}}", "relation": "{{relation}}", "other": "{{other}}"}]""");

        var error = Assert.Single(_dataset.Errors());
        Assert.Equal(("links.json", 1, field), (error.File, error.Line, error.Field));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Coverage_lists_the_records_of_its_paragraph()
    {
        _dataset.Edit("coverage.json", "[]", """
            [
              {"id": "berlin-1963-p2", "source_id": "berlin-1963", "paragraph": 2, "left_out": [], "complete": [], "note": null},
              {"id": "berlin-1963-p3", "source_id": "berlin-1963", "paragraph": 3,
                "left_out": [{"what": "The crowd", "reason": "comment"}], "complete": [], "note": null}
            ]
            """);

        var coverage = All<Coverage>().ToList();

        Assert.Equal(["visits/kennedy-in-berlin-1963"], coverage[0].Records);
        Assert.Equal(["statements/crowd-freedom-1963", "statements/kennedy-berliner-1963"], coverage[1].Records);
        Assert.Equal((2, "The president in Berlin, paragraph 3"), (coverage[1].RecordCount, coverage[1].Title));
        Assert.Equal(["berlin-1963"], coverage[1].SourceIds);
    }

    [Theory]
    [InlineData("visits", "phone_call", "DEU-USA", null)]
    [InlineData("visits", "naval_exercise", "DEU-USA", "'naval_exercise' is not a code of the kind or category of that resource")]
    [InlineData("trade-figures", "visit", "DEU-USA", "'visit' is not a code of the kind or category of that resource")]
    [InlineData("people", null, "DEU-USA", "'people' is not a resource of records with evidence")]
    [InlineData("visits", null, "USA-DEU", "'USA-DEU' is not two country codes in alphabetical order, joined by a hyphen")]
    public void Coverage_claims_what_a_resource_can_hold(string resource, string? kind, string dyad, string? message)
    {
        _dataset.Edit("coverage.json", "[]", $$"""
            [
              {"id": "berlin-1963-p2", "source_id": "berlin-1963", "paragraph": 2, "left_out": [], "note": null, "complete": [
                {"resource": "{{resource}}", "kind": {{JsonSerializer.Serialize(kind)}}, "dyad": "{{dyad}}", "period": "1963", "what": "All."}]}
            ]
            """);

        if (message is null)
            Assert.Single(Assert.Single(All<Coverage>()).Complete);
        else
            Assert.Equal(message, Assert.Single(_dataset.Errors()).Message);
    }

    [Theory]
    [InlineData("\"exact\"", FigureQualifier.Exact, "-25.5,-25.5")]
    [InlineData("\"at_least\"", FigureQualifier.AtLeast, "-25.5,")]
    [InlineData("\"nearly\"", FigureQualifier.Nearly, ",-25.5")]
    [InlineData("\"approximately\"", FigureQualifier.Approximately, ",")]
    public void A_qualifier_bounds_the_value(string code, FigureQualifier qualifier, string bounds)
    {
        _dataset.Edit("trade-figures.json", "\"exact\",", $"{code},");

        var figure = Only<TradeFigure>();

        Assert.Equal(qualifier, figure.Qualifier);
        Assert.Equal(bounds, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{figure.ValueMin},{figure.ValueMax}"));
    }

    private void SetParties(string file, string actors, string targets, bool isMutual)
    {
        static string List(string codes) => codes.Length == 0 ? "[]" : $"[{string.Join(", ", codes.Split(',').Select(code => $"\"{code}\""))}]";
        _dataset.Edit(file, "\"actors\": [\"DEU\", \"USA\"],\n    \"targets\": [],\n    \"mutual\": true",
            $"\"actors\": {List(actors)},\n    \"targets\": {List(targets)},\n    \"mutual\": {(isMutual ? "true" : "false")}");
    }

    private IEnumerable<T> All<T>() => _dataset.Read().Entries.Values.SelectMany(entries => entries).OfType<T>();

    private T Only<T>() => Assert.Single(All<T>());

    private void AddSource(string id) => _dataset.Edit("sources.json", "[\n", $$"""
        [{"id": "{{id}}", "title": "Another", "document": "another.txt", "sha256": "{{new string('0', 64)}}", "author": null, "publisher": null,
          "url": null, "archived_url": null, "date": null, "date_basis": null, "date_note": null, "kind": "news", "language": "en", "paragraph_count": 1, "note": null},

        """);
}
