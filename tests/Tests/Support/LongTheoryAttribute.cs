using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Tests.Support;

/// <summary>A theory of the long tier.</summary>
[XunitTestCaseDiscoverer(typeof(Discoverer)), AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : TheoryAttribute(file, line)
{
    /// <summary>Finds no cases in the plain tier. A skipped case would have its own line of output.</summary>
    public sealed class Discoverer : TheoryDiscoverer
    {
        public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
            ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
            LongTier.Runs ? base.Discover(discoveryOptions, testMethod, factAttribute) : new([]);
    }
}
