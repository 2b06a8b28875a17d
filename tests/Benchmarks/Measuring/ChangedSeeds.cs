using Dataset;

namespace Benchmarks.Measuring;

/// <summary>Seeds with a few changed records.</summary>
internal static class ChangedSeeds
{
    private const int OneOf = 1_000;

    /// <summary>Writes the same seeds with another title for one of a thousand relation records. Each record is on its own line.</summary>
    /// <returns>The number of changed records.</returns>
    public static int Write(string seeds, string target, CancellationToken cancel)
    {
        var (seen, changed) = (0, 0);
        foreach (var path in Directory.EnumerateFiles(seeds))
        {
            var copy = Path.Combine(target, Path.GetFileName(path));
            if (!ResourceTypes.All.Any(resource => resource.HoldsRelations && $"{resource.Name}.json" == Path.GetFileName(path)))
            {
                File.Copy(path, copy);
                continue;
            }

            cancel.ThrowIfCancellationRequested();
            using var writer = new StreamWriter(copy);
            foreach (var line in File.ReadLines(path))
            {
                var change = line.StartsWith('{') && ++seen % OneOf == 0;
                changed += change ? 1 : 0;
                writer.WriteLine(change ? line.Replace("\"title\":\"", "\"title\":\"Revised: ") : line);
            }
        }

        return changed;
    }
}
