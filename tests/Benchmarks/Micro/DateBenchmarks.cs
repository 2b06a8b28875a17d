using BenchmarkDotNet.Attributes;
using Dataset;

namespace Benchmarks.Micro;

/// <summary>Parses dates in EDTF.</summary>
public class DateBenchmarks
{
    /// <summary>The date.</summary>
    [Params("2022", "2022-02-04", "2022-10~/2023", "201X")]
    public string Text { get; set; } = "";

    /// <summary>Parses a date.</summary>
    [Benchmark]
    public FuzzyDate Parse() => FuzzyDate.Parse(Text);
}
