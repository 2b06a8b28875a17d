using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Benchmarks.Micro;

/// <summary>Runs the benchmarks of single hot paths.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs all benchmarks in this process, so that no project is generated and built next to the sources.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string output)
    {
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(Path.GetFullPath(output), "micro"));
        var summaries = BenchmarkRunner.Run([typeof(RequestBenchmarks), typeof(DateBenchmarks), typeof(RowBenchmarks)], config);
        return summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
