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
        _dataset.Edit("visits.json", "[\"DEU\", \"USA\"]", "[\"DEU\", \"NTO\", \"USA\"]");
        _dataset.Edit("visits.json", "\"date\": \"1963-06-26\"", "\"date\": \"1963-06\"");

        var visit = Only<Visit>();

        Assert.Equal(["DEU-NTO", "DEU-USA", "NTO-USA"], visit.Dyads);
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
            {"source_id": "a-second-source", "paragraph": 1, "exact": "x"},
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

        _dataset.Edit("trade-figures.json", "\"attributed_to\": null", "\"attributed_to\": \"Federal Statistical Office\"");
        Assert.Empty(Only<TradeFigure>().People);
    }

    [Fact]
    public void People_who_are_credited_together_are_each_named()
    {
        _dataset.Edit("trade-figures.json", "\"attributed_to\": null", "\"attributed_to\": \"John F. Kennedy and Konrad Adenauer\"");
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], Only<TradeFigure>().People);
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
        Assert.Equal("Germany; United States; John F. Kennedy; Jack Kennedy; JFK; Konrad Adenauer", Only<Visit>().Names);
        Assert.Equal("John F. Kennedy; Jack Kennedy; JFK", All<Person>().Single(p => p.Id == "john-f-kennedy").Names);
        Assert.Equal("NATO", All<Country>().Single(c => c.Id == "NTO").Names);
        Assert.Equal("", Only<Source>().Names);
    }

    [Theory]
    [InlineData("USA", "")]
    [InlineData("USA,DEU", "DEU-USA")]
    [InlineData("RUS,CHN,RUS", "CHN-RUS")]
    [InlineData("C,B,A", "A-B,A-C,B-C")]
    public void Dyads_are_every_pair_in_order(string countries, string dyads) =>
        Assert.Equal(dyads, string.Join(',', Dyad.Among(countries.Split(','))));

    private IEnumerable<T> All<T>() => _dataset.Read().Entries.Values.SelectMany(entries => entries).OfType<T>();

    private T Only<T>() => Assert.Single(All<T>());

    private void AddSource(string id) => _dataset.Edit("sources.json", "[\n", $$"""
        [{"id": "{{id}}", "title": "Another", "document": "another.txt", "sha256": "{{new string('0', 64)}}", "author": null, "publisher": null,
          "date": null, "date_basis": null, "date_note": null, "kind": "news", "language": "en", "paragraph_count": 1, "note": null},

        """);
}
