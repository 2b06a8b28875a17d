using System.Text;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>What a seed folder and its files must be before anything in them is looked at.</summary>
public sealed class SeedFileTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Theory]
    [InlineData("dataset.json")]
    [InlineData("exercises.json")]
    public void A_missing_file_is_an_error(string file)
    {
        File.Delete(_dataset.PathOf(file));

        Assert.Equal([new(file, null, null, null, "the file is missing")], _dataset.Errors());
    }

    [Fact]
    public void A_missing_file_of_references_is_told_beside_what_no_longer_resolves()
    {
        File.Delete(_dataset.PathOf("people.json"));

        var errors = _dataset.Errors();

        Assert.Contains(new SeedError("people.json", null, null, null, "the file is missing"), errors);
        Assert.Contains(errors, e => e is { File: "visits.json", Field: "visitors[0].person_id" });
    }

    [Fact]
    public void An_empty_folder_misses_every_file()
    {
        foreach (var file in Directory.EnumerateFiles(_dataset.Seeds))
            File.Delete(file);

        Assert.Equal(1 + ResourceTypes.All.Count, _dataset.Errors().Count(e => e.Message == "the file is missing"));
    }

    [Fact]
    public void A_folder_that_is_not_there_misses_every_file()
    {
        var exception = Assert.Throws<SeedException>(() => SeedSet.Read(Path.Combine(_dataset.Seeds, "nowhere")));

        Assert.Equal(1 + ResourceTypes.All.Count, exception.Errors.Count);
    }

    [Fact]
    public void A_stray_seed_file_is_an_error_and_another_kind_of_file_is_not()
    {
        File.WriteAllText(_dataset.PathOf("README.md"), "About these.");
        File.WriteAllText(_dataset.PathOf("treaties.json"), "[]");

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal(("treaties.json", null), (error.File, error.Line));
        Assert.Contains("is not a seed file; the seed files are dataset.json, countries.json, ", error.Message);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("  \n ", 2)]
    [InlineData("[", 1)]
    [InlineData("[\n{\n\"id\": \"x\",\n", 4)]
    [InlineData("[\n{\n\"id\": \"x\n", 3)]
    [InlineData("[] []", 1)]
    [InlineData("[]\n,", 2)]
    [InlineData("[\n// none yet\n]", 2)]
    [InlineData("[\n/* none */]", 2)]
    [InlineData("nul", 1)]
    [InlineData("[\n'x']", 2)]
    public void What_is_no_JSON_is_an_error_on_its_line(string text, int line)
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), text);

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal(("exercises.json", line), (error.File, error.Line));
        Assert.StartsWith("is not valid JSON: ", error.Message);
        Assert.DoesNotContain("LineNumber", error.Message);
    }

    [Fact]
    public void A_trailing_comma_is_an_error_on_its_line()
    {
        var line = _dataset.Edit("people.json", "\"country\": \"DEU\",\n    \"note\": null\n", "\"country\": \"DEU\",\n    \"note\": null,\n");

        var error = _dataset.Errors().Single(e => e.File == "people.json");

        Assert.Equal(line + 2, error.Line);
        Assert.StartsWith("is not valid JSON: ", error.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("{\"data\": []}")]
    public void A_file_that_is_not_an_array_is_an_error(string text)
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), text);

        Assert.Equal([new("exercises.json", 1, null, null, "must be an array of records")], _dataset.Errors());
    }

    [Fact]
    public void An_item_that_is_no_record_is_an_error_and_the_next_one_is_still_read()
    {
        _dataset.Edit("people.json", "[\n  {", "[\n  5,\n  [1, [2]],\n  null,\n  {");

        Assert.Equal(
            [2, 3, 4],
            _dataset.Errors().Select(e => e is { File: "people.json", Message: "must be an object" } ? e.Line : null));
    }

    [Fact]
    public void An_empty_array_is_no_error()
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), "[]");

        Assert.Empty(_dataset.Read().Entries.Single(pair => pair.Key.Name == "exercises").Value);
    }

    [Fact]
    public void Deep_nesting_is_an_error()
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), "[\n" + new string('[', 100_000));

        var error = _dataset.Errors()[^1];

        Assert.Equal(("exercises.json", 2), (error.File, error.Line));
        Assert.StartsWith("is not valid JSON: ", error.Message);
    }

    [Fact]
    public void A_byte_order_mark_is_an_error()
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), _dataset.TextOf("exercises.json"), new UTF8Encoding(true));

        Assert.Equal([("exercises.json", 1)], _dataset.Errors().Select(e => (e.File, e.Line)));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_an_error_on_their_line()
    {
        var line = _dataset.Edit("exercises.json", "an armoured division", "café");
        var text = File.ReadAllText(_dataset.PathOf("exercises.json"));
        File.WriteAllText(_dataset.PathOf("exercises.json"), text, Encoding.Latin1);

        Assert.Equal([new("exercises.json", line, null, null, "is not valid UTF-8")], _dataset.Errors());
    }

    [Fact]
    public void A_raw_NUL_is_an_error()
    {
        var line = _dataset.Edit("exercises.json", "an armoured division", "a\0b");

        Assert.Equal(line, Assert.Single(_dataset.Errors()).Line);
    }

    [Fact]
    public void Windows_line_ends_are_read_with_the_same_lines()
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), _dataset.TextOf("exercises.json").ReplaceLineEndings("\r\n"));
        Assert.Single(_dataset.Read().Entries.Single(pair => pair.Key.Name == "exercises").Value);

        var line = _dataset.Edit("exercises.json", "\"status\": \"planned\"", "\"status\": \"plan\"");

        Assert.Equal(line, Assert.Single(_dataset.Errors()).Line);
    }
}
