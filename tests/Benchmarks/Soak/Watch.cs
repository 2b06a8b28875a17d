using System.Diagnostics;
using Benchmarks.Measuring;

namespace Benchmarks.Soak;

/// <summary>What a process holds, looked at every few seconds.</summary>
internal sealed class Watch(int process)
{
    /// <summary>Caches fill and code is compiled in the first part of a run, so that it shows nothing.</summary>
    private const int Parts = 4;

    /// <summary>Memory may stray by so many megabytes for no reason that matters.</summary>
    private const double Stray = 24;

    private readonly List<Sample> _samples = [];

    /// <summary>What it holds now.</summary>
    public Sample Look()
    {
        using var watched = Process.GetProcessById(process);
        var sample = new Sample(ProcessUsage.Memory(process), watched.Threads.Count, watched.HandleCount);
        _samples.Add(sample);
        return sample;
    }

    /// <summary>The median of the second part of the run, and of its last.</summary>
    public (Sample Early, Sample Late) Ends()
    {
        var part = Math.Max(1, _samples.Count / Parts);
        return (MedianOf([.. _samples.Skip(part).Take(part)]), MedianOf([.. _samples.TakeLast(part)]));
    }

    /// <summary>Whether it holds no more at the end than early on.</summary>
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

    /// <summary>What a process holds.</summary>
    internal sealed record Sample(double Megabytes, int Threads, int Handles)
    {
        public override string ToString() => $"{Megabytes:N0} MB, {Threads} threads, {Handles} handles";
    }
}
