using System.Diagnostics;
using Benchmarks.Measuring;
using Benchmarks.Running;

namespace Benchmarks.Soak;

/// <summary>Samples the resources of the service and of its database every few seconds.</summary>
internal sealed class Watch(ServedProduct product)
{
    /// <summary>The number of segments of a run. The first one is ignored, because caches fill and code is compiled in it.</summary>
    private const int Parts = 4;

    /// <summary>Memory may vary by so many megabytes without a leak.</summary>
    private const double Stray = 24;

    private readonly List<Sample> _samples = [];

    /// <summary>Takes a sample.</summary>
    public Sample Look()
    {
        var (service, database) = (product.Service.Id, product.Database);
        using var watched = Process.GetProcessById(service);
        var sample = new Sample(
            ProcessUsage.Memory(service), watched.Threads.Count, watched.HandleCount,
            ProcessUsage.OpenFiles(service, product.Workspace.Temporaries) ?? 0,
            ProcessUsage.MemoryOfTree(database.ServerProcess) ?? 0,
            ProcessUsage.FilesIn(database.TemporaryFolder), new FileInfo(database.LogFile).Length / 1e6);
        _samples.Add(sample);
        return sample;
    }

    /// <summary>The medians of the second and of the last segment of the run.</summary>
    public (Sample Early, Sample Late) Ends()
    {
        var part = Math.Max(1, _samples.Count / Parts);
        return (MedianOf([.. _samples.Skip(part).Take(part)]), MedianOf([.. _samples.TakeLast(part)]));
    }

    /// <summary>The greatest values of each segment of the run.</summary>
    public IEnumerable<Sample> Greatest() => _samples.Index()
        .GroupBy(pair => pair.Index * Parts / _samples.Count, pair => pair.Item).Select(part => new Sample(
            part.Max(sample => sample.Megabytes), part.Max(sample => sample.Threads), part.Max(sample => sample.Handles),
            part.Max(sample => sample.Temporary), part.Max(sample => sample.Database), part.Max(sample => sample.DatabaseTemporary),
            part.Max(sample => sample.DatabaseLog)));

    /// <summary>Whether the service uses no more at the end than early in the run.</summary>
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
        (int)Median.Of(samples, sample => sample.Handles),
        Median.Of(samples, sample => sample.Temporary),
        Median.Of(samples, sample => sample.Database),
        Median.Of(samples, sample => sample.DatabaseTemporary),
        Median.Of(samples, sample => sample.DatabaseLog));

    /// <summary>Resources at one moment. Memory and files are in megabytes.</summary>
    /// <param name="Megabytes">Memory of the service.</param>
    /// <param name="Threads">Threads of the service.</param>
    /// <param name="Handles">Handles of the service.</param>
    /// <param name="Temporary">Temporary files that the service has open.</param>
    /// <param name="Database">Memory of all processes of the database.</param>
    /// <param name="DatabaseTemporary">Temporary files of the database.</param>
    /// <param name="DatabaseLog">The log of the database.</param>
    internal sealed record Sample(
        double Megabytes, int Threads, int Handles, double Temporary, double Database, double DatabaseTemporary, double DatabaseLog)
    {
        public override string ToString() => $"{Megabytes:N0} MB, {Threads} threads, {Handles} handles, {Temporary:N0} MB of files; "
            + $"database {Database:N0} MB, {DatabaseTemporary:N0} MB of files, {DatabaseLog:N1} MB of log";
    }
}
