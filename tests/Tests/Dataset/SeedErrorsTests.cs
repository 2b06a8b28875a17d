using CsCheck;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset;

/// <summary>All errors are told at once, and an error is all that bad seeds can bring about.</summary>
public sealed class SeedErrorsTests : IDisposable
{
    private static readonly string[] Files = ["dataset.json", .. ResourceTypes.All.Select(resource => $"{resource.Name}.json")];

    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Every_error_of_every_file_is_reported_at_once_by_file_and_line()
    {
        var visits = new[]
        {
            _dataset.Edit("visits.json", "\"date\": \"1963-06-26\"", "\"date\": \"26.6.1963\""),
            _dataset.Edit("visits.json", "\"occurrences\": 1", "\"occurrences\": \"one\""),
            _dataset.Edit("visits.json", "\"occurred\"", "\"happened\""),
        };
        var figure = _dataset.Edit("trade-figures.json", "\"reporter\": \"USA\"", "\"reporter\": \"USS\"");
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
    public void The_message_lists_every_error_on_a_line_of_its_own()
    {
        _dataset.Edit("visits.json", "\"occurred\"", "\"happened\"");
        var line = _dataset.Edit("trade-figures.json", "\"reporter\": \"USA\"", "\"reporter\": \"USS\"");

        var lines = Assert.Throws<SeedException>(_dataset.Read).Message.Split('\n');

        Assert.Equal("The seeds have 2 errors:", lines[0]);
        Assert.Equal($"trade-figures.json:{line}: poultry-to-germany-1963: reporter: 'USS' is not among countries; did you mean 'USA'?", lines[1]);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public void A_reference_to_a_record_with_errors_of_its_own_is_no_error()
    {
        _dataset.Edit("people.json", "\"aliases\": []", "\"aliases\": null");
        _dataset.Edit("sources.json", "\"paragraph_count\": 5", "\"paragraph_count\": null");
        _dataset.Edit("countries.json", "\"kind\": \"country\"", "\"kind\": \"state\"");

        Assert.Equal(["countries.json", "people.json", "sources.json"], _dataset.Errors().Select(e => e.File));
    }

    [Fact]
    public void Damaged_bytes_give_a_dataset_or_errors_and_nothing_else()
    {
        var damage = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 12], Gen.Byte.Array[0, 6]);
        Gen.Select(Gen.OneOf(Files), damage.Array[1, 3]).Sample(
            (file, changes) =>
            {
                var bytes = File.ReadAllBytes(_dataset.PathOf(file)).ToList();
                foreach (var (position, length, inserted) in changes)
                {
                    var at = position % (bytes.Count + 1);
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                    bytes.InsertRange(at, inserted);
                }

                return GivesADatasetOrErrors(file, [.. bytes]);
            },
            iter: 300, threads: 1);
    }

    [Fact]
    public void A_value_in_the_place_of_another_gives_a_dataset_or_errors_and_nothing_else()
    {
        string[] values =
        [
            "null", "true", "0", "-1", "1e400", "99999999999999999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}",
            "[null]", "[[]]", "{\"id\": 1}", "\"USA\"", "\"john-f-kennedy\"", "\"2022-02-30\"", "\"/\"", "[\"USA\", \"DEU\", \"USA\"]", "", ",", "\"id\": \"USA\"",
        ];
        // Any token, a name as well as a value.
        var tokens = new System.Text.RegularExpressions.Regex("""
            "(\\.|[^"\\])*"|-?[0-9.]+|null|[\[\]{}:,]
            """);
        Gen.Select(Gen.OneOf(Files), Gen.Int[0, 10_000], Gen.OneOf(values)).Sample(
            (file, position, value) =>
            {
                var text = File.ReadAllText(_dataset.PathOf(file));
                var all = tokens.Matches(text);
                var token = all[position % all.Count];
                return GivesADatasetOrErrors(file, System.Text.Encoding.UTF8.GetBytes(text.Remove(token.Index, token.Length).Insert(token.Index, value)));
            },
            iter: 500, threads: 1);
    }

    private bool GivesADatasetOrErrors(string file, byte[] bytes)
    {
        var path = _dataset.PathOf(file);
        var original = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes);
        try
        {
            return _dataset.Read().Entries.Count == ResourceTypes.All.Count;
        }
        catch (SeedException e)
        {
            return e.Errors.Count > 0 && e.Errors.All(error => error.Line is null or > 0 && error.Message.Length > 0);
        }
        finally
        {
            File.WriteAllBytes(path, original);
        }
    }
}
