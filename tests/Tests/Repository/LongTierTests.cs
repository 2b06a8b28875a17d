using Tests.Support;
using Xunit;

namespace Tests.Repository;

/// <summary>One line of the plain command reports that the long tests did not run.</summary>
public sealed class LongTierTests
{
    [Fact]
    public void Long_tests_run_too()
    {
        var methods = LongTier.Methods;
        Assert.NotEmpty(methods);
        Assert.SkipUnless(
            LongTier.Runs,
            $"{methods.Count} test methods take long and were left out, and random ones were tried fewer times. "
            + "Run everything with: TESTS=all dotnet test");
    }
}
