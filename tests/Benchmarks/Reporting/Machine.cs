namespace Benchmarks.Reporting;

/// <summary>The machine and the software of the measurement.</summary>
internal sealed record Machine(
    int Cores, string Processor, int MemoryGigabytes, string System, string DotNet, string PostgreSql, string LoadGenerator)
{
    public static Machine This(string postgreSql) => new(
        Environment.ProcessorCount,
        ProcessorName(),
        (int)Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30)),
        global::System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier,
        Environment.Version.ToString(),
        postgreSql,
        Load.LoadGenerator.Name);

    private static string ProcessorName()
    {
        const string Model = "model name";
        var lines = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [];
        var line = lines.FirstOrDefault(line => line.StartsWith(Model, StringComparison.Ordinal));
        return line is null
            ? global::System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString()
            : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
