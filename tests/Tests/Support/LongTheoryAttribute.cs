using System.Runtime.CompilerServices;
using Xunit;

namespace Tests.Support;

/// <summary>A theory of the long tier.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Explicit = !LongTier.Runs;
}
