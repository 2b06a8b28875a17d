using System.Text;
using CsCheck;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Dataset.Seeds;

/// <summary>Randomly changed seeds cause only seed errors, and the same ones for every size of chunk.</summary>
public sealed class SeedDamageTests : IDisposable
{
    private static readonly string[] Files = ["dataset.json", .. ResourceTypes.All.Select(resource => $"{resource.Name}.json")];

    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public void Damaged_bytes_give_dataset_or_errors()
    {
        var damage = Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 12], Gen.Byte.Array[0, 6]);
        Gen.Select(Gen.OneOf(Files), damage.Array[1, 3]).Sample(
            (file, changes) => GivesADatasetOrErrors(file, Damaged(File.ReadAllBytes(_dataset.PathOf(file)), changes)),
            iter: LongTier.Times(many: 300, few: 100), threads: 1);
    }

    [Fact]
    public void Swapped_values_give_dataset_or_errors()
    {
        string[] values =
        [
            "null", "true", "0", "-1", "1e400", "99999999999999999999999999999999", "\"\"", "\" \"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"",
            "[]", "{}", "[null]", "[[]]", "{\"id\": 1}", "\"USA\"", "\"john-f-kennedy\"", "\"2022-02-30\"", "\"/\"",
            "[\"USA\", \"DEU\", \"USA\"]", "", ",", "\"id\": \"USA\"",
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
                return GivesADatasetOrErrors(file, Encoding.UTF8.GetBytes(text.Remove(token.Index, token.Length).Insert(token.Index, value)));
            },
            iter: LongTier.Times(many: 500, few: 100), threads: 1);
    }

    [Fact]
    public void Errors_do_not_depend_on_chunk_size()
    {
        var pieces = Gen.OneOf("\n", "\0", "é", "😀", "\uFEFF", "[", "]", "}", ",", "\"", "\\", "1e", "nul", "\n\n\n");
        var damage = Gen.Select(
            Gen.Int[0, 10_000], Gen.Int[0, 12], Gen.OneOf(Gen.Byte.Array[0, 6], pieces.Select(Encoding.UTF8.GetBytes)));
        Gen.Select(Gen.OneOf(Files), damage.Array[1, 3], Gen.Int[1, 40]).Sample(
            (file, changes, chunk) =>
            {
                var original = File.ReadAllBytes(_dataset.PathOf(file));
                File.WriteAllBytes(_dataset.PathOf(file), Damaged(original, changes));
                var (whole, chunked) = (_dataset.Outcome(), _dataset.Outcome(chunk));
                File.WriteAllBytes(_dataset.PathOf(file), original);
                Assert.Equal(whole, chunked);
            },
            iter: LongTier.Times(many: 500, few: 100), threads: 1);
    }

    private static byte[] Damaged(byte[] original, IEnumerable<(int Position, int Length, byte[] Inserted)> changes)
    {
        var bytes = original.ToList();
        foreach (var (position, length, inserted) in changes)
        {
            var at = position % (bytes.Count + 1);
            bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
            bytes.InsertRange(at, inserted);
        }

        return [.. bytes];
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
