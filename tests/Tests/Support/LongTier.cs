using System.Reflection;

namespace Tests.Support;

/// <summary>Slow tests. CI=true or TESTS=all in the environment runs them. The plain command excludes them.</summary>
internal static class LongTier
{
    /// <summary>Whether the long tier runs.</summary>
    public static bool Runs { get; } =
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || Environment.GetEnvironmentVariable("TESTS") == "all";

    /// <summary>The test methods of the long tier.</summary>
    public static IReadOnlyList<MethodInfo> Methods =>
    [
        .. typeof(LongTier).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(LongFactAttribute)) || method.IsDefined(typeof(LongTheoryAttribute))),
    ];

    /// <summary>
    /// The number of repetitions: the value of an environment variable, else few in the plain tier and many in the long tier.
    /// </summary>
    public static int Times(int many, int few, string? variable = null) =>
        variable is not null && int.TryParse(Environment.GetEnvironmentVariable(variable), out var wanted) ? wanted : Runs ? many : few;
}
