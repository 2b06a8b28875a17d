using System.Text.Json;
using Dataset;
using Tests.Support;
using Xunit;

namespace Tests.Fixtures;

/// <summary>
/// A small dataset, valid until a test edits it: one or two records of most resources, and the document that they
/// quote. It does not change when the project's seeds do.
/// </summary>
internal sealed class SmallDataset : IDisposable
{
    private static readonly string Original = Path.Combine(AppContext.BaseDirectory, "Fixtures", "SmallDataset");
    private readonly TemporaryFolder _folder = new();

    public SmallDataset()
    {
        foreach (var part in new[] { "seeds", "documents" })
        {
            Directory.CreateDirectory(_folder.In(part));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Original, part)))
                File.Copy(file, _folder.In(part, Path.GetFileName(file)));
        }

        // A resource that was added later has no record here, and needs none.
        foreach (var file in ResourceTypes.All.Select(resource => resource.Name).Append("links").Select(name => PathOf($"{name}.json"))
            .Where(path => !File.Exists(path)))
            File.WriteAllText(file, "[]");
    }

    /// <summary>The folder of the seed files.</summary>
    public string Seeds => _folder.In("seeds");

    /// <summary>The folder of the document.</summary>
    public string Documents => _folder.In("documents");

    /// <summary>The only document.</summary>
    public string Document => Path.Combine(Documents, "berlin.txt");

    public string PathOf(string file) => Path.Combine(Seeds, file);

    public string TextOf(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Replaces the first occurrence of a text in a seed file.</summary>
    /// <returns>The line of that occurrence.</returns>
    public int Edit(string file, string text, string replacement)
    {
        var content = TextOf(file);
        var at = content.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} does not hold: {text}");
        File.WriteAllText(PathOf(file), content.Remove(at, text.Length).Insert(at, replacement));
        return content.AsSpan(0, at).Count('\n') + 1;
    }

    public SeedSet Read() => SeedSet.Read(Seeds);

    public IReadOnlyList<SeedError> Errors() => Assert.Throws<SeedException>(Read).Errors;

    /// <summary>Every entry or every error, with the files read in chunks of that size.</summary>
    public string[] Outcome(int? chunk = null)
    {
        var folder = chunk is { } bytes ? new SeedFolder(Seeds, bytes) : new SeedFolder(Seeds);
        try
        {
            return [.. folder.Open().Entries.Select(seed =>
                $"{seed.Resource.Name} {seed.Id} {JsonSerializer.Serialize(seed.Entry, seed.Entry!.GetType())}")];
        }
        catch (SeedException e)
        {
            // The size of a chunk changes how much invalid JSON an error quotes, so the quote is cut.
            return [.. e.Errors.Select(error => error.ToString()).Select(text => text.Split("is not valid JSON: ")[0])];
        }
    }

    public void Dispose() => _folder.Dispose();
}
