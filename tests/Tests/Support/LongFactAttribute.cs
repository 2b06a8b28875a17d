using System.Runtime.CompilerServices;
using Xunit;

namespace Tests.Support;

/// <summary>A fact of the long tier.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line) => Explicit = !LongTier.Runs;
}
