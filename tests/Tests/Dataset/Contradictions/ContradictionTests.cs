using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Contradictions;

/// <summary>The rules of a contradiction, and its effect on the records that it names.</summary>
public sealed class ContradictionTests : IDisposable
{
    private const string Visit = "visits/kennedy-in-berlin-1963";
    private const string Crowd = "statements/crowd-freedom-1963";
    private const string Berliner = "statements/kennedy-berliner-1963";
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Record_contradicts_others_of_its_contradictions()
    {
        Write(One("first", Berliner, Visit), One("second", Crowd, Berliner), One("third", Crowd, Berliner, Visit));

        Assert.Equal([Crowd, Visit], Record(Berliner).Contradicts);
        Assert.Equal([Crowd, Berliner], Record(Visit).Contradicts);
        Assert.Equal([Berliner, Visit], Record(Crowd).Contradicts);
    }

    [Fact]
    public void Unnamed_records_contradict_nothing()
    {
        Write(One("first", Crowd, Berliner));

        Assert.Empty(Record(Visit).Contradicts);
    }

    [Fact]
    public void A_dataset_may_have_no_contradiction()
    {
        Assert.All(All<RelationRecord>(), record => Assert.Empty(record.Contradicts));
        Assert.Empty(All<Contradiction>());
    }

    [Fact]
    public void A_contradiction_knows_what_its_records_are_about()
    {
        Write(One("first", Crowd, Visit), One("second", Crowd, Berliner));

        var contradiction = All<Contradiction>().First();

        Assert.Equal(2, contradiction.RecordCount);
        Assert.Equal(["DEU", "USA"], contradiction.Countries);
        Assert.Equal(["DEU-USA"], contradiction.Dyads);
        Assert.Equal(["john-f-kennedy", "konrad-adenauer"], contradiction.People);
        Assert.Equal([Topic.Diplomacy, Topic.Ideology, Topic.Security], contradiction.Topics);
        Assert.Equal(["berlin-1963"], contradiction.SourceIds);
        Assert.Equal("Germany; Deutschland; United States; John F. Kennedy; Jack Kennedy; JFK; Konrad Adenauer", contradiction.Names);
    }

    [Fact]
    public void Contradictions_do_not_count_as_relation_records()
    {
        var before = All<ReferenceEntry>().ToDictionary(entry => entry.Id, entry => entry.RecordCount);
        Write(One("first", Crowd, Visit));

        Assert.All(All<ReferenceEntry>().Where(entry => entry is not Contradiction), entry => Assert.Equal(before[entry.Id], entry.RecordCount));
    }

    [Theory]
    [InlineData("\"first\"", "\"First\"", "id", "'First' is not a valid id")]
    [InlineData("\"They disagree\"", "\"They\\ndisagree\"", "title", "must be one line")]
    [InlineData("\"They disagree\"", "\"\"", "title", "must not be empty")]
    [InlineData("\"accounts_differ\"", "\"lies\"", "kind", "'lies' is not in the code list contradiction_kind: values_differ, ")]
    [InlineData("\"Not both can hold.\"", "\" \"", "reason", "must not be empty")]
    [InlineData("\"Not both can hold.\"", "null", "reason", "must not be null")]
    [InlineData("\"note\": null", "\"note\": \"\"", "note", "must not be empty")]
    [InlineData($"\"{Crowd}\", ", "", "records", "must name at least two records")]
    [InlineData($"\"{Crowd}\", ", $"\"{Visit}\", ", "records", "must be in alphabetical order without repetition")]
    [InlineData($"\"{Crowd}\", ", $"\"{Visit}\", \"{Crowd}\", ", "records", "must be in alphabetical order without repetition")]
    [InlineData(Visit, "visits/kennedy-in-berlin-1936", "records[1]",
        $"'visits/kennedy-in-berlin-1936' is not among records; did you mean '{Visit}'?")]
    [InlineData(Visit, "visits/ended", "records[1]", "'visits/ended' is not among records")]
    [InlineData(Visit, "kennedy-in-berlin-1963", "records[1]", "'kennedy-in-berlin-1963' is not among records")]
    [InlineData(Crowd, "people/john-f-kennedy", "records[0]", "'people/john-f-kennedy' is not among records")]
    [InlineData(Crowd, "contradictions/first", "records[0]", "'contradictions/first' is not among records")]
    public void Broken_rule_is_an_error_with_line(string text, string replacement, string field, string message)
    {
        Write(One("first", Crowd, Visit));
        var line = _dataset.Edit("contradictions.json", text, replacement);

        var error = Assert.Single(_dataset.Errors(), e => e.Field == field);

        Assert.Equal(("contradictions.json", line), (error.File, error.Line));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void Removed_record_breaks_its_contradiction()
    {
        Write(One("first", Crowd, Visit));
        File.WriteAllText(_dataset.PathOf("visits.json"), "[]");

        Assert.Equal("records[1]", Assert.Single(_dataset.Errors()).Field);
    }

    [Fact]
    public void Record_with_errors_can_be_referenced()
    {
        Write(One("first", Crowd, Visit));
        _dataset.Edit("visits.json", "\"occurred\"", "\"happened\"");

        Assert.Equal("visits.json", Assert.Single(_dataset.Errors()).File);
    }

    [Theory]
    [InlineData("contradictions.json", "\"note\": null", "\"note\": null, \"record_count\": 2", "record_count")]
    [InlineData("visits.json", "\"note\": null", "\"note\": null, \"contradicts\": []", "contradicts")]
    public void Derived_members_are_refused_in_seeds(string file, string text, string replacement, string field)
    {
        Write(One("first", Crowd, Visit));
        _dataset.Edit(file, text, replacement);

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal((file, field, "is derived from other members and must not be given"), (error.File, error.Field, error.Message));
    }

    private static string One(string id, params string[] records) => $$"""
        {
          "id": "{{id}}",
          "title": "They disagree",
          "kind": "accounts_differ",
          "records": ["{{string.Join("\", \"", records)}}"],
          "reason": "Not both can hold.",
          "note": null
        }
        """;

    private void Write(params string[] contradictions) =>
        File.WriteAllText(_dataset.PathOf("contradictions.json"), $"[\n{string.Join(",\n", contradictions)}\n]\n");

    private RelationRecord Record(string path)
    {
        var (type, entries) = _dataset.Read().Entries.Single(pair => path.StartsWith($"{pair.Key.Name}/", StringComparison.Ordinal));
        return (RelationRecord)entries.Single(entry => type.PathOf(entry.Id) == path);
    }

    private IEnumerable<T> All<T>() => _dataset.Read().Entries.Values.SelectMany(entries => entries).OfType<T>();
}
