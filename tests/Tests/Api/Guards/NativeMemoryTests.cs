using Api.Guards;
using Xunit;

namespace Tests.Api.Guards;

/// <summary>Memory outside .NET is bounded where the system's library can do so.</summary>
public sealed class NativeMemoryTests
{
    [Fact]
    public void The_library_takes_the_bound()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.ReadAllText("/proc/self/maps").Contains("libc.so.6"), "The system has another library.");
        Assert.True(NativeMemory.Find()?.Invoke());
    }
}
