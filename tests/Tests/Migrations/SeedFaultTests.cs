using System.CommandLine;
using System.Text;
using CsCheck;
using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>
/// Invalid seeds are refused as a whole. Each error has a file and a line, and the database does not change. FAULT_MUTATIONS is the
/// number of random changes. They are the same in every run.
/// </summary>
public sealed class SeedFaultTests(PrivatePostgres postgres) : IDisposable
{
    private static readonly int Mutations = LongTier.Times(many: 60, few: 15, "FAULT_MUTATIONS");
    private static readonly string[] Files = ["dataset.json", .. ResourceTypes.All.Select(resource => $"{resource.Name}.json")];

    private readonly SmallDataset _dataset = new();

    public void Dispose() => _dataset.Dispose();

    [Fact]
    public async Task Known_faults_are_refused_by_file_and_line()
    {
        await using var database = await postgres.CreateLoadedAsync(_dataset.Read());
        var before = await StateAsync(database);
        const string File = "exercises.json";
        var text = _dataset.TextOf(File);
        var record = text[(text.IndexOf('{') - 1)..(text.LastIndexOf('}') + 1)];
        var faults = new Dictionary<string, byte[]>
        {
            ["truncated"] = Utf8(text)[..(text.Length / 2)],
            ["a byte-order mark"] = [.. Encoding.UTF8.Preamble, .. Utf8(text)],
            ["NUL"] = Utf8(text.Replace("an armoured division", "a\0b")),
            ["NUL as an escape"] = Utf8(text.Replace("an armoured division", "a\\u0000b")),
            ["half a surrogate pair"] = Utf8(text.Replace("an armoured division", "a\\ud800b")),
            ["bad UTF-8"] = Encoding.Latin1.GetBytes(text.Replace("an armoured division", "une division blindée")),
            ["a duplicate id"] = Utf8($"[{record},\n{record}]"),
            ["a dangling reference"] = Utf8(text.Replace("\"berlin-1963\"", "\"berlin-1936\"")),
            ["a line of 100 MB"] = Utf8(text.Replace("an armoured division", new string('x', 100_000_000))),
        };
        foreach (var (fault, bytes) in faults)
        {
            await System.IO.File.WriteAllBytesAsync(_dataset.PathOf(File), bytes, TestContext.Current.CancellationToken);
            var (code, error) = await LoadAsync(database);
            Assert.True(code == ExitCode.InvalidSeeds, $"{fault}: {code} {error}");
            Assert.Matches($@"(?m)^{File}:\d+: ", error);
            Assert.DoesNotContain("   at ", error);
            Assert.True(error.Length < 10_000);
        }

        Assert.Equal(before, await StateAsync(database));
    }

    [Fact]
    public async Task Random_faults_are_refused_or_harmless()
    {
        await using var database = await postgres.CreateLoadedAsync(_dataset.Read());
        var before = await StateAsync(database);
        var refused = 0;
        var pieces = Gen.OneOf("\n", "\0", "é", "\uFEFF", "[", "]", "}", ",", "\"", "\\", "1e", "null", "-1", "\"x\"");
        var damage = Gen.Select(
            Gen.Int[0, 10_000], Gen.Int[0, 12], Gen.OneOf(Gen.Byte.Array[0, 6], pieces.Select(Encoding.UTF8.GetBytes)));
        foreach (var (file, changes) in Some(Gen.Select(Gen.OneOf(Files), damage.Array[1, 3])))
        {
            var original = await File.ReadAllBytesAsync(_dataset.PathOf(file), TestContext.Current.CancellationToken);
            var bytes = original.ToList();
            foreach (var (position, length, inserted) in changes)
            {
                var at = position % (bytes.Count + 1);
                bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                bytes.InsertRange(at, inserted);
            }

            await File.WriteAllBytesAsync(_dataset.PathOf(file), [.. bytes], TestContext.Current.CancellationToken);
            var (code, error) = await LoadAsync(database);
            var what = $"{file}: {Encoding.UTF8.GetString([.. bytes])}\n{code} {error}";
            await File.WriteAllBytesAsync(_dataset.PathOf(file), original, TestContext.Current.CancellationToken);
            if (code == ExitCode.Success)
            {
                Assert.Equal(ExitCode.Success, (await LoadAsync(database)).Code); // Valid seeds are now a version. Restores the first content.
                before = await StateAsync(database);
                continue;
            }

            Assert.True(code == ExitCode.InvalidSeeds, what);
            Assert.True(System.Text.RegularExpressions.Regex.IsMatch(error, @"(?m)^[a-z-]+\.json(:\d+)?: "), what);
            Assert.Equal(before, await StateAsync(database));
            refused++;
        }

        Assert.InRange(refused, Mutations / 2, Mutations);
    }

    /// <summary>Generates values. They are the same in every run.</summary>
    private static IEnumerable<T> Some<T>(Gen<T> gen)
    {
        var pcg = new PCG(1, 1);
        for (var i = 0; i < Mutations; i++)
            yield return gen.Generate(pcg, null, out _);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<(ExitCode Code, string Error)> LoadAsync(TestDatabase database)
    {
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Commands.Root().Parse(["load", "--seeds", _dataset.Seeds, "--connection", database.OwnerConnection])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return ((ExitCode)code, error.ToString());
    }

    /// <summary>Every row, with the transaction that wrote it.</summary>
    private static Task<List<string>> StateAsync(TestDatabase database) => database.ListAsync<string>(string.Join(" union all ",
        ResourceTypes.All.Select(resource => $"select concat_ws('|', '{resource.Table}', id, ctid, xmin, since, until) from {resource.Table}"))
        + " union all select concat_ws('|', version, content_hash) from dataset_versions order by 1");
}
