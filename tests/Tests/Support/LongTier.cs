using System.Reflection;

namespace Tests.Support;

/// <summary>Tests that take long: CI=true or TESTS=all in the environment runs them, and the plain command leaves them out.</summary>
internal static class LongTier
{
    /// <summary>Whether everything is run.</summary>
    public static bool Runs { get; } =
        Environment.GetEnvironmentVariable("CI") is { Length: > 0 } || Environment.GetEnvironmentVariable("TESTS") == "all";

    /// <summary>The methods that are left out otherwise.</summary>
    public static IReadOnlyList<MethodInfo> Methods =>
    [
        .. typeof(LongTier).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(LongFactAttribute)) || method.IsDefined(typeof(LongTheoryAttribute))),
    ];

    /// <summary>
    /// How often something is tried: as a variable of the environment says, else few times in the plain tier and many in the long one.
    /// </summary>
    public static int Times(int many, int few, string? variable = null) =>
        variable is not null && int.TryParse(Environment.GetEnvironmentVariable(variable), out var wanted) ? wanted : Runs ? many : few;
}
