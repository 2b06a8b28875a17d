using System.Runtime.InteropServices;
using Api.Guards;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>Freed memory outside .NET goes back to the system where its library can do so.</summary>
public sealed class NativeHeapTrimTests
{
    [Fact]
    public void Freed_blocks_are_given_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/maps").Contains("libc.so.6"), "The system has another library.");
        var trim = NativeHeapTrim.Prepare();
        Assert.NotNull(trim);
        nint[] blocks = [.. Enumerable.Range(0, 2000).Select(_ => Marshal.AllocHGlobal(16_000))];
        Array.ForEach(blocks, Marshal.FreeHGlobal);
        Assert.True(trim());
    }
}
