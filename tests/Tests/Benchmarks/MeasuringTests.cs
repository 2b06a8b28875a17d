using System.Net;
using Benchmarks.Measuring;
using Benchmarks.Prices;
using Tests.Support;
using Xunit;

namespace Tests.Benchmarks;

public class MeasuringTests
{
    [Fact]
    public void Name_of_a_process_may_have_blanks_and_brackets()
    {
        var stat = ProcessUsage.ParseStat("42 (postgres: a) (b) S 7 42 42 0 -1 4194560 1 2 3 4 11 12 13 14 20 0 1 0 99 1 1\n");
        Assert.Equal((7, 11, 12, 13, 14), (stat[1], stat[11], stat[12], stat[13], stat[14]));
    }

    [Fact]
    public void Memory_is_read_from_the_line_of_its_name()
    {
        string[] lines = ["00400000-7fff0000 ---p 00000000 00:00 0 [rollup]", "Rss:               4000 kB", "Pss:               1000 kB"];
        Assert.Equal(1.024, ProcessUsage.ParseMegabytes(lines, "Pss:"));
        Assert.Equal(0, ProcessUsage.ParseMegabytes(lines, "Swap:"));
    }

    [Fact]
    public void Open_file_counts_after_it_is_deleted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Open files are read from /proc.");
        using var folder = new TemporaryFolder();
        using (var open = File.Create(folder.In("open")))
        {
            open.Write(new byte[3_000_000]);
            open.Flush();
            File.Delete(open.Name);
            Assert.Equal(3, ProcessUsage.OpenFiles(Environment.ProcessId, folder.Path));
        }

        Assert.Equal(0, ProcessUsage.OpenFiles(Environment.ProcessId, folder.Path));
        Assert.Equal(0, ProcessUsage.FilesIn(folder.In("missing")));
    }

    [Fact]
    public void Processes_have_used_processors_and_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other processes are read from /proc.");
        var own = ProcessUsage.Processor(Environment.ProcessId);
        Assert.True(own > 0);
        Assert.True(ProcessUsage.ProcessorOfTree(Environment.ProcessId) >= own);
        Assert.True(ProcessUsage.MemoryOfTree(Environment.ProcessId) > 1);
    }

    [Theory]
    [InlineData("parse;dur=0.1, cost;desc=heavy, total;dur=3", "heavy")]
    [InlineData("cost;desc=\"light\";dur=1", "light")]
    [InlineData("parse;dur=0.1, total;dur=3", null)]
    public void Class_is_read_from_the_timings(string timings, string? expected)
    {
        using var answer = new HttpResponseMessage();
        answer.Headers.Add("Server-Timing", timings);
        Assert.Equal(expected, PriceMeter.ClassOf(answer));
    }

    [Fact]
    public void Tally_has_the_times_of_answers_and_the_number_of_each_outcome()
    {
        var tally = new Tally();
        for (var milliseconds = 1; milliseconds <= 100; milliseconds++)
            tally.Count(HttpStatusCode.OK, TimeSpan.FromMilliseconds(milliseconds));
        tally.Count(HttpStatusCode.TooManyRequests);
        tally.Count("broken");
        Assert.Equal((51, 100), tally.Times);
        Assert.Equal("100 of 200, 1 of 429, 1 of broken", tally.Outcomes);
        Assert.Equal(100 / 102d, tally.Served);
        Assert.Equal((0, 0), new Tally().Times);
    }
}
