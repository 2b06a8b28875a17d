using System.Text;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>The checks of a seed folder and its files before their records are read.</summary>
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
    public void Missing_file_is_reported_with_broken_references()
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

        Assert.Equal(2 + ResourceTypes.All.Count, _dataset.Errors().Count(e => e.Message == "the file is missing"));
    }

    [Fact]
    public void Missing_folder_reports_every_file()
    {
        var exception = Assert.Throws<SeedException>(() => SeedSet.Read(Path.Combine(_dataset.Seeds, "nowhere")));

        Assert.Equal(2 + ResourceTypes.All.Count, exception.Errors.Count);
    }

    [Fact]
    public void Stray_JSON_file_is_an_error()
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
    public void Malformed_JSON_is_an_error_with_line(string text, int line)
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), text);

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal(("exercises.json", line), (error.File, error.Line));
        Assert.StartsWith("is not valid JSON: ", error.Message);
        Assert.DoesNotContain("LineNumber", error.Message);
    }

    [Fact]
    public void Trailing_comma_is_an_error_with_line()
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
    public void File_must_be_an_array(string text)
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), text);

        Assert.Equal([new("exercises.json", 1, null, null, "must be an array of records")], _dataset.Errors());
    }

    [Fact]
    public void Wrong_item_does_not_stop_the_reading()
    {
        _dataset.Edit("people.json", "[\n  {", "[\n  5,\n  [1, [2]],\n  null,\n  {");

        Assert.Equal(
            [2, 3, 4],
            _dataset.Errors().Select(e => e is { File: "people.json", Message: "must be an object" } ? e.Line : null));
    }

    [Fact]
    public void Empty_array_is_valid()
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
    public void Invalid_UTF_8_is_an_error_with_line()
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
    public void Windows_line_ends_keep_line_numbers()
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), _dataset.TextOf("exercises.json").ReplaceLineEndings("\r\n"));
        Assert.Single(_dataset.Read().Entries.Single(pair => pair.Key.Name == "exercises").Value);

        var line = _dataset.Edit("exercises.json", "\"status\": \"planned\"", "\"status\": \"plan\"");

        Assert.Equal(line, Assert.Single(_dataset.Errors()).Line);
    }
}
