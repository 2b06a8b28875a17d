using Api.Database;

namespace Benchmarks.Measuring;

/// <summary>The ids of a dataset in which benchmarks look nothing up.</summary>
internal static class AnyReferences
{
    public static ReferenceIds Ids { get; } = new(
        new DatasetVersion(1, "", default), new HashSet<string> { "CHN", "RUS" }, new HashSet<string>(), new HashSet<string>());

    public static InstallationKey Key { get; } = new(new byte[32]);
}
