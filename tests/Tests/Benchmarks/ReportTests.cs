using Benchmarks;
using Benchmarks.Load;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Xunit;

namespace Tests.Benchmarks;

public class ReportTests
{
    private const string Printed = """
        Running 5s test @ http://127.0.0.1:23000/v1/trade-figures
          2 threads and 32 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency     1.07ms    2.13ms  47.93ms   95.66%
            Req/Sec    22.51k     3.62k   33.53k    70.30%
          Latency Distribution
             50%  630.00us
             75%    0.95ms
             90%    1.71ms
             99%    1.02s
          225974 requests in 5.05s, 1.02GB read
        Requests/sec:  44749.07
        Transfer/sec:    206.63MB
        """;

    [Fact]
    public void Output_of_wrk_is_read_in_milliseconds() =>
        Assert.Equal(new LoadFigures(225_974, 44_749.07, 0.63, 1_020, 0), Wrk.Parse(Printed));

    [Fact]
    public void Bad_answers_and_broken_connections_are_errors()
    {
        const string Faults = "\n  Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 50\n";
        Assert.Equal(1 + 2 + 3 + 4 + 50, Wrk.Parse(Printed + Faults).Errors);
    }

    [Fact]
    public void Output_that_is_not_wrk_s_is_refused() => Assert.Throws<BenchmarkException>(() => Wrk.Parse("unable to connect"));

    [Fact]
    public void Median_is_the_middle_value() =>
        Assert.Equal((2, 2.5), (Median.Of([3, 1, 2], value => value), Median.Of([4, 1, 2, 3], value => value)));

    [Fact]
    public void Report_replaces_the_marked_section() =>
        Assert.Equal(
            "before\n<!-- benchmarks -->\nnew\n<!-- /benchmarks -->\nafter",
            Report.Replaced("before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter", "new\n"));

    [Fact]
    public void Text_without_report_marks_is_refused() => Assert.Throws<BenchmarkException>(() => Report.Replaced("no comments", "new"));

    [Fact]
    public void Target_is_missed_beyond_its_bound_only()
    {
        Assert.True(new Mark("list", "ratio", 0.8, 0.8, AtLeast: true).Reached);
        Assert.False(new Mark("list", "ratio", 0.79, 0.8, AtLeast: true).Reached);
        Assert.True(new Mark("list", "p99", 2, 2, AtLeast: false).Reached);
        Assert.False(new Mark("list", "p99", 2.01, 2, AtLeast: false).Reached);
    }

    [Fact]
    public void Workloads_have_names_of_their_own() =>
        Assert.Equal(Workloads.All.Count, Workloads.All.Select(workload => workload.Name).Distinct().Count());
}
