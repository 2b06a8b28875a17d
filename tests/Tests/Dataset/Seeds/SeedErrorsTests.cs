using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>All errors are reported together.</summary>
public sealed class SeedErrorsTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void All_errors_are_reported_together()
    {
        var visits = new[]
        {
            _dataset.Edit("visits.json", "\"date\": \"1963-06-26\"", "\"date\": \"26.6.1963\""),
            _dataset.Edit("visits.json", "\"occurrences\": 1", "\"occurrences\": \"one\""),
            _dataset.Edit("visits.json", "\"occurred\"", "\"happened\""),
        };
        var figure = _dataset.Edit("trade-figures.json", "\"commodity\": \"poultry\"", "\"commodity\": \" \"");
        var description = _dataset.Edit("dataset.json", "[\"en\"]", "\"en\"");
        var person = _dataset.Edit("people.json", "\"Jack Kennedy\"", "\" Jack\"");
        File.WriteAllText(_dataset.PathOf("treaties.json"), "[]");

        Assert.Equal(
            [
                ("dataset.json", description), ("people.json", person), ("trade-figures.json", figure), ("treaties.json", null),
                ("visits.json", visits[0]), ("visits.json", visits[1]), ("visits.json", visits[2]),
            ],
            _dataset.Errors().Select(e => (e.File, e.Line)));
    }

    [Fact]
    public void Message_has_one_line_per_error()
    {
        _dataset.Edit("visits.json", "\"occurred\"", "\"happened\"");
        var line = _dataset.Edit("trade-figures.json", "\"commodity\": \"poultry\"", "\"commodity\": \" \"");

        var lines = Assert.Throws<SeedException>(_dataset.Read).Message.Split('\n');

        Assert.Equal("The seeds have 2 errors:", lines[0]);
        Assert.StartsWith($"trade-figures.json:{line}: poultry-to-germany-1963: commodity: must not be empty", lines[1]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void Reference_to_faulty_record_is_valid()
    {
        _dataset.Edit("people.json", "\"aliases\": []", "\"aliases\": null");
        _dataset.Edit("sources.json", "\"paragraph_count\": 5", "\"paragraph_count\": null");
        _dataset.Edit("countries.json", "\"kind\": \"country\"", "\"kind\": \"state\"");

        Assert.Equal(["countries.json", "people.json", "sources.json"], _dataset.Errors().Select(e => e.File));
    }
}
