using System.Text;
using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>Files are read in chunks. The end of a chunk does not affect the result.</summary>
public sealed class SeedFolderTests : IDisposable
{
    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Chunks_of_any_size_give_the_same_entries(int chunk)
    {
        _dataset.Edit("exercises.json", "an armoured division", "“une division blindée” 😀");

        Assert.Equal(_dataset.Outcome(), _dataset.Outcome(chunk));
        Assert.StartsWith("exercises big-lift-1963", _dataset.Outcome()[1]);
    }

    [Theory]
    [InlineData("\xFF", "is not valid UTF-8")]
    [InlineData("\xE2\x82", "is not valid UTF-8")]
    [InlineData("a\0b", "is not valid JSON: '0x00' is invalid within a JSON string")]
    [InlineData("a\nb", "is not valid JSON: '0x0A' is invalid within a JSON string")]
    public void Bad_bytes_are_reported_on_their_line(string bytes, string message)
    {
        WriteExercises(300);
        var text = File.ReadAllText(_dataset.PathOf("exercises.json"));
        foreach (var at in new[] { 1, 64, 65, 150, 299 })
        {
            var lines = text.Split('\n');
            lines[at] = lines[at].Replace("an armoured division", bytes);
            File.WriteAllText(_dataset.PathOf("exercises.json"), string.Join('\n', lines), Encoding.Latin1);

            var error = Assert.Single(_dataset.Errors());

            Assert.Equal(("exercises.json", at + 1), (error.File, error.Line));
            Assert.StartsWith(message, error.Message);
        }
    }

    [Theory]
    [InlineData(1 << 16)]
    [InlineData(100_000)]
    [InlineData(400_000)]
    public void Truncated_file_is_reported_at_its_end(int length)
    {
        WriteExercises(1_000);
        using (var file = new FileStream(_dataset.PathOf("exercises.json"), FileMode.Open))
            file.SetLength(length);
        var lines = File.ReadAllText(_dataset.PathOf("exercises.json")).Count(c => c == '\n') + 1;

        var error = Assert.Single(_dataset.Errors());

        Assert.Equal(("exercises.json", lines), (error.File, error.Line));
        Assert.StartsWith("is not valid JSON: ", error.Message);
    }

    [Fact]
    public void Byte_order_mark_is_reported_across_chunks()
    {
        File.WriteAllText(_dataset.PathOf("exercises.json"), _dataset.TextOf("exercises.json"), new UTF8Encoding(true));

        var error = Assert.Single(Assert.Throws<SeedException>(() => new SeedFolder(_dataset.Seeds, 1).Check()).Errors);

        Assert.Equal(("exercises.json", 1), (error.File, error.Line));
        Assert.StartsWith("begins with a byte-order mark", error.Message);
    }

    [Theory]
    [InlineData(1 << 10)]
    [InlineData(1 << 16)]
    [InlineData(1 << 22)]
    public void Too_large_record_is_reported_unread(int chunk)
    {
        WriteExercises(10);
        var lines = File.ReadAllText(_dataset.PathOf("exercises.json")).Split('\n');
        lines[5] = lines[5].Replace("an armoured division", new string('x', SeedFolder.LargestRecord));
        File.WriteAllText(_dataset.PathOf("exercises.json"), string.Join('\n', lines));

        var error = Assert.Single(Assert.Throws<SeedException>(() => new SeedFolder(_dataset.Seeds, chunk).Check()).Errors);

        Assert.Equal(("exercises.json", 6), (error.File, error.Line));
        Assert.Equal("is larger than 1,048,576 bytes, the most that a record may have; the rest of the file is not read", error.Message);
    }

    [Fact]
    public void Single_line_file_may_be_large()
    {
        WriteExercises(6_000);
        File.WriteAllText(_dataset.PathOf("exercises.json"), _dataset.TextOf("exercises.json").Replace("\n", ""));
        Assert.True(new FileInfo(_dataset.PathOf("exercises.json")).Length > 2 * SeedFolder.LargestRecord);

        new SeedFolder(_dataset.Seeds).Check();
    }

    [Fact]
    public void Duplicate_id_on_one_line_is_found()
    {
        WriteExercises(1);
        var record = _dataset.TextOf("exercises.json").Trim().Trim('[', ']').Trim();
        File.WriteAllText(_dataset.PathOf("exercises.json"), $"[{record}, {record}]");

        Assert.Equal("is already used on line 1", Assert.Single(_dataset.Errors()).Message);
    }

    [Fact]
    public void Errors_beyond_a_thousand_are_counted()
    {
        WriteExercises(1_500);
        File.WriteAllText(_dataset.PathOf("exercises.json"), _dataset.TextOf("exercises.json").Replace("\"berlin-1963\"", "\"berlin-1936\""));

        var exception = Assert.Throws<SeedException>(_dataset.Read);

        Assert.Equal((1_500, 1_000), (exception.Count, exception.Errors.Count));
        Assert.StartsWith("The seeds have 1500 errors:\n", exception.Message);
        Assert.EndsWith("\n… and 500 more.", exception.Message);
        Assert.Equal(Enumerable.Range(2, 1_000), exception.Errors.Select(error => error.Line!.Value));
    }

    [Fact]
    public void Bytes_read_grow_to_the_total()
    {
        WriteExercises(100);
        File.WriteAllText(_dataset.PathOf("README.md"), "No seed file.");
        var progress = new ReadProgress();
        Assert.Null(progress.Share);

        var reading = new SeedFolder(_dataset.Seeds, chunk: 64).Open(new CurrentRecords(null), progress);
        Assert.Equal(Directory.EnumerateFiles(_dataset.Seeds, "*.json").Sum(file => new FileInfo(file).Length), progress.Bytes);
        Assert.InRange(progress.BytesRead, 1, progress.Bytes - new FileInfo(_dataset.PathOf("exercises.json")).Length);
        var read = reading.Entries.Where(seed => seed.Entry is Exercise).Select(_ => progress.BytesRead).ToList();

        Assert.Equal(read.Distinct().Order(), read);
        Assert.Equal((progress.Bytes, 1), (progress.BytesRead, progress.Share));
    }

    /// <summary>Writes that many exercises, one per line, from the second line.</summary>
    private void WriteExercises(int count)
    {
        var record = JsonSerializer.Serialize(JsonDocument.Parse(_dataset.TextOf("exercises.json")).RootElement[0]);
        File.WriteAllText(
            _dataset.PathOf("exercises.json"),
            $"[\n{string.Join(",\n", Enumerable.Range(1, count).Select(number => record.Replace("big-lift-1963", $"big-lift-{number}")))}\n]\n");
    }
}
