using Api.Database;

namespace Benchmarks.Measuring;

/// <summary>The ids of a dataset. The benchmarks need only two countries.</summary>
internal static class AnyReferences
{
    public static ReferenceIds Ids { get; } = new(
        new DatasetVersion(1, "", default), new HashSet<string> { "CHN", "RUS" }, new HashSet<string>(), new HashSet<string>());

    public static InstallationKey Key { get; } = new(new byte[32]);
}
