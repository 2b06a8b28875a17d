using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>Every member is present once, none is unknown, and each value has its member's type.</summary>
public sealed class SeedShapeTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void A_valid_folder_is_read_in_full()
    {
        var seeds = _dataset.Read();

        Assert.Equal(
            [("countries", 3), ("people", 2), ("sources", 1), ("trade-figures", 1), ("exercises", 1), ("visits", 1), ("statements", 2)],
            seeds.Entries.Where(pair => pair.Value.Count > 0).Select(pair => (pair.Key.Name, pair.Value.Count)));
        Assert.Equal("1963", seeds.Description.Span!.ToString());
        Assert.Null(seeds.Description.Licence);
    }

    [Theory]
    [InlineData("\"title\": \"Sales", "\"title\": null, \"_\": \"Sales", "title", "must not be null")]
    [InlineData("\"title\": \"Sales of American poultry to Germany fall by a quarter\"", "\"title\": 5", "title", "must be a text")]
    [InlineData("[\"DEU\", \"USA\"]", "\"DEU\"", "actors", "must be a list")]
    [InlineData("[\"DEU\", \"USA\"]", "null", "actors", "must not be null")]
    [InlineData("[\"DEU\", \"USA\"]", "[\"DEU\", null]", "actors[1]", "must not be null")]
    [InlineData("[\"DEU\", \"USA\"]", "[\"DEU\", 5]", "actors[1]", "must be a text")]
    [InlineData("[\"trade\"]", "[\"trades\"]", "topics[0]", "'trades' is not in the code list topic: arms, ")]
    [InlineData(
        "{\"source_id\": \"berlin-1963\", \"paragraph\": 5, \"exact\": \"have",
        "5, {\"source_id\": \"berlin-1963\", \"paragraph\": 5, \"exact\": \"have", "evidence[0]", "must be an object")]
    [InlineData("\"paragraph\": 5", "\"paragraph\": \"5\"", "evidence[0].paragraph", "must be a whole number")]
    [InlineData("\"paragraph\": 5", "\"paragraph\": 5.5", "evidence[0].paragraph", "must be a whole number")]
    [InlineData("\"paragraph\": 5", "\"paragraph\": 5e0", "evidence[0].paragraph", "must be a whole number")]
    [InlineData("\"paragraph\": 5", "\"paragraph\": 99999999999", "evidence[0].paragraph", "must be a whole number")]
    [InlineData("\"paragraph\": 5", "\"paragraph\": null", "evidence[0].paragraph", "must not be null")]
    [InlineData("\"paragraph\": 5", "\"paragraph\": 5, \"page\": 1", "evidence[0].page", "is unknown; the members are source_id, paragraph, exact")]
    [InlineData("\"paragraph\": 5, ", "", "evidence[0].paragraph", "is missing")]
    [InlineData("-25.5", "\"-25.5\"", "value", "must be a number")]
    [InlineData("-25.5", "true", "value", "must be a number")]
    [InlineData("-25.5", "-2.55e1", "value", "-2.55e1 must be written in full, without exponent")]
    [InlineData("-25.5", "-25.500000000000000000000000001", "value", "in at most 28 digits")]
    [InlineData("-25.5", "-25.1234567891", "value", "must have at most 9 digits after the point")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"Percent\"", "unit",
        "'Percent' is not in the code list trade_unit: USD, percent, ratio, rank, count")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": 1", "unit", "must be a text")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": {\"a\": [1, {}]}", "unit", "must be a text")]
    [InlineData("\"flow\": \"export\"", "\"flow\": \"exports\"", "flow", "'exports' is not in the code list trade_flow: total, export, import")]
    [InlineData("\"date\": \"1963-06-26\"", "\"date\": \"1963-13\"", "date", "'13'")]
    [InlineData("\"date\": \"1963-06-26\"", "\"date\": 1963", "date", "must be a text")]
    [InlineData("\"date\": \"1963-06-26\"", "\"date\": \"\"", "date", "")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"unit\": \"percent\"", "unit", "is given twice")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"dyads\": [\"DEU-USA\"]", "dyads",
        "is derived from other members and must not be given")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"source_count\": 1", "source_count", "is derived")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"names\": \"\"", "names", "is derived")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"statuss\": \"\"", "statuss", "is unknown; did you mean 'status'?")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"Unit\": \"percent\"", "Unit", "is unknown; did you mean 'unit'?")]
    [InlineData("\"unit\": \"percent\"", "\"unit\": \"percent\", \"colour of the sky\": 1", "colour of the sky",
        "is unknown; the members are indicator, ")]
    [InlineData("poultry\",", "\\u0000\",", "commodity", "contains a NUL character or half a surrogate pair")]
    [InlineData("poultry\",", "\\ud83d\",", "commodity", "contains a NUL character or half a surrogate pair")]
    public void Wrong_member_is_reported_with_its_position(string text, string replacement, string field, string message)
    {
        var line = _dataset.Edit("trade-figures.json", text, replacement);

        var error = _dataset.Errors().First(e => e.Field == field);

        Assert.Equal(("trade-figures.json", line, "poultry-to-germany-1963"), (error.File, error.Line, error.Id));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void A_misspelt_member_is_both_unknown_and_missing()
    {
        var line = _dataset.Edit("visits.json", "\"places\"", "\"place\"");

        Assert.Equal(
            [
                new("visits.json", 2, "kennedy-in-berlin-1963", "places", "is missing; write null or [] when it is unknown"),
                new("visits.json", line, "kennedy-in-berlin-1963", "place", "is unknown; did you mean 'places'?"),
            ],
            _dataset.Errors());
    }

    [Fact]
    public void Missing_member_is_reported_at_its_object()
    {
        _dataset.Edit("visits.json", "\"to_country\": \"DEU\",", "");
        var attendee = _dataset.Edit("visits.json", "\"role\": null, ", "");

        Assert.Equal([(2, "to_country"), (attendee, "hosts[0].role")], _dataset.Errors().Select(e => (e.Line!.Value, e.Field!)));
    }

    [Fact]
    public void Error_before_the_id_names_the_record()
    {
        _dataset.Edit("people.json", "\"id\": \"john-f-kennedy\",", "");
        var line = _dataset.Edit("people.json", "\"country\": \"USA\"", "\"country\": 5, \"id\": \"john-f-kennedy\"");

        Assert.Equal((line, "john-f-kennedy", "country"), Assert.Single(_dataset.Errors()) is var e ? (e.Line, e.Id, e.Field) : default);
    }

    [Fact]
    public void Record_without_id_is_reported_by_line()
    {
        _dataset.Edit("exercises.json", "\"id\": \"big-lift-1963\",", "");

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal("exercises.json:2: id: is missing; write null or [] when it is unknown", error.ToString());
    }

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("i\\ud83d")]
    [InlineData("\\u0000")]
    public void Member_with_malformed_name_is_unknown(string name)
    {
        var line = _dataset.Edit("exercises.json", "\"name\": \"Big Lift\"", $"\"name\": null, \"{name}\": 1");

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal((line, "big-lift-1963"), (error.Line, error.Id));
        Assert.Contains("is unknown", error.Message);
    }

    [Fact]
    public void Non_text_id_is_an_error()
    {
        var line = _dataset.Edit("exercises.json", "\"big-lift-1963\"", "\"\\ud83d\"");

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal((line, null, "id"), (error.Line, error.Id, error.Field));
    }

    [Theory]
    [InlineData("-25.5")]
    [InlineData("0")]
    [InlineData("7922816251426433759354395033")]
    [InlineData("9999999999999999999.999999999")]
    public void A_number_is_read_exactly_as_written(string digits)
    {
        _dataset.Edit("trade-figures.json", "-25.5", digits);

        var figure = _dataset.Read().Entries.Values.SelectMany(entries => entries).OfType<TradeFigure>().Single();

        Assert.Equal(digits, figure.Value.ToString());
    }

    [Fact]
    public void Escaped_text_is_decoded()
    {
        _dataset.Edit("trade-figures.json", "\"poultry\"", "\"\\u0063afé \\ud83d\\udc14 \\\"x\\\"\"");

        var figure = _dataset.Read().Entries.Values.SelectMany(entries => entries).OfType<TradeFigure>().Single();

        Assert.Equal("café 🐔 \"x\"", figure.Commodity);
    }
}
