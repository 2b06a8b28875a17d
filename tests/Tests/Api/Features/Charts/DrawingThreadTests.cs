using System.Globalization;
using Api.Features.Charts;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>Charts are drawn by threads of low priority.</summary>
public sealed class DrawingThreadTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Theory, InlineData("png"), InlineData("svg")]
    public async Task Charts_are_drawn_by_such_a_thread(string extension)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the names of threads as files.");
        var isSeen = false;

        // A picture is drawn faster than some machines look, so that several are drawn. Each has another size, and none is in the cache.
        for (var width = 2000; width < 2050 && !isSeen; width++)
        {
            var chart = api.Client.GetAsync($"/v1/timeline/chart.{extension}?width={width}&height=1600", TestContext.Current.CancellationToken);
            while (!chart.IsCompleted && !isSeen)
                isSeen = Directory.EnumerateDirectories("/proc/self/task").Any(IsDrawing);
            using var answer = await chart;
            answer.EnsureSuccessStatusCode();
        }

        Assert.True(isSeen);
    }

    [Fact]
    public async Task Its_priority_is_low()
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
    public async Task An_error_reaches_who_asked()
    {
        var error = new InvalidOperationException("no room");

        Assert.Same(error, await Assert.ThrowsAsync<InvalidOperationException>(() => DrawingThread.RunAsync(() => throw error)));
    }

    private static bool IsDrawing(string thread)
    {
        try
        {
            return File.ReadAllText($"{thread}/comm").TrimEnd() == nameof(DrawingThread);
        }
        catch (IOException)
        {
            return false; // It has ended.
        }
    }

    /// <summary>The nineteenth field, of which the second is a name in parentheses.</summary>
    private static int Niceness()
    {
        var status = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
