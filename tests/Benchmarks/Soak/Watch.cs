using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Soak;

/// <summary>Samples the resources of a process every few seconds.</summary>
internal sealed class Watch(int process)
{
    /// <summary>The number of segments of a run. The first one is ignored, because caches fill and code is compiled in it.</summary>
    private const int Parts = 4;

    /// <summary>Memory may vary by so many megabytes without a leak.</summary>
    private const double Stray = 24;

    private readonly List<Sample> _samples = [];

    /// <summary>Takes a sample.</summary>
    public Sample Look()
    {
        using var watched = Process.GetProcessById(process);
        var sample = new Sample(ProcessUsage.Memory(process), watched.Threads.Count, watched.HandleCount);
        _samples.Add(sample);
        return sample;
    }

    /// <summary>The medians of the second and of the last segment of the run.</summary>
    public (Sample Early, Sample Late) Ends()
    {
        var part = Math.Max(1, _samples.Count / Parts);
        return (MedianOf([.. _samples.Skip(part).Take(part)]), MedianOf([.. _samples.TakeLast(part)]));
    }

    /// <summary>Whether the process uses no more at the end than early in the run.</summary>
    public bool IsFlat
    {
        get
        {
            var (early, late) = Ends();
            return late.Megabytes <= (early.Megabytes * 1.1) + Stray && late.Threads <= early.Threads + 10 && late.Handles <= early.Handles + 50;
        }
    }

    private static Sample MedianOf(IReadOnlyList<Sample> samples) => new(
        Median.Of(samples, sample => sample.Megabytes),
        (int)Median.Of(samples, sample => sample.Threads),
        (int)Median.Of(samples, sample => sample.Handles));

    /// <summary>The resources of a process at one moment.</summary>
    internal sealed record Sample(double Megabytes, int Threads, int Handles)
    {
        public override string ToString() => $"{Megabytes:N0} MB, {Threads} threads, {Handles} handles";
    }
}
