using Dataset;

namespace Tests.Support;

/// <summary>Builds other datasets from the project's own.</summary>
internal static class SeedChanges
{
    /// <summary>The entries of a type.</summary>
    public static IReadOnlyList<T> Of<T>(this SeedSet seeds) where T : Entry =>
        [.. seeds.Entries.Single(pair => pair.Key.Record == typeof(T)).Value.Cast<T>()];

    /// <summary>The dataset with other entries of a type.</summary>
    public static SeedSet With<T>(this SeedSet seeds, Func<IReadOnlyList<T>, IEnumerable<T>> change) where T : Entry => seeds with
    {
        Entries = seeds.Entries.ToDictionary(
            pair => pair.Key,
            pair => pair.Key.Record == typeof(T) ? [.. change(seeds.Of<T>())] : pair.Value),
    };
}
