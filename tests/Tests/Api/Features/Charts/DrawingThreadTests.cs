using System.Globalization;
using Api.Features.Charts;
using Xunit;

namespace Tests.Api.Features.Charts;

public class DrawingThreadTests
{
    [Fact]
    public async Task Pictures_are_drawn_by_threads_that_yield()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the niceness of a thread as a file.");
        var (usual, drawing) = (Niceness(), 0);

        await DrawingThread.RunAsync(() =>
        {
            drawing = Niceness();
            return [];
        });

        Assert.Equal(Math.Max(usual, 10), drawing);
    }

    [Fact]
    public async Task Their_errors_reach_who_asked()
    {
        var error = new InvalidOperationException("no room");

        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => DrawingThread.RunAsync(() => throw error)));
    }

    /// <summary>The nineteenth field, of which the second is a name in parentheses.</summary>
    private static int Niceness()
    {
        var status = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
