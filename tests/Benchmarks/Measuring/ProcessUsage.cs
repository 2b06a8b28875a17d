using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Measuring;

/// <summary>Processor time and memory of other processes: from /proc if it exists, else from .NET.</summary>
internal static class ProcessUsage
{
    private const int ClockTicksPerSecond = 100; // USER_HZ. It is the same on every Linux that .NET supports.
    private static readonly bool HasProc = File.Exists("/proc/self/stat");

    /// <summary>Seconds of processor time that a process has used.</summary>
    public static double Processor(int id)
    {
        if (HasProc)
            return Stat(id) is { } stat ? (stat[11] + stat[12]) / (double)ClockTicksPerSecond : 0;
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>
    /// Seconds of processor time that a process and its children have used, including ended children; null if unknown.
    /// </summary>
    public static double? ProcessorOfTree(int id)
    {
        if (!HasProc || Stat(id) is not { } own)
            return null;
        var ids = Directory.EnumerateDirectories("/proc").Select(folder =>
            int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var child) ? child : (int?)null);
        var children = ids.Select(child => child is null ? null : Stat(child.Value)).Where(stat => stat is not null && stat[1] == id);
        return (own[11] + own[12] + own[13] + own[14] + children.Sum(stat => stat![11] + stat[12])) / (double)ClockTicksPerSecond;
    }

    /// <summary>Megabytes that a process has in memory.</summary>
    public static double Memory(int id)
    {
        if (HasProc)
            return Status(id, "VmRSS:");
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>
    /// The peak memory of a process in megabytes since <see cref="ForgetPeak"/>, or since its start if that is not allowed.
    /// </summary>
    public static double PeakMemory(int id)
    {
        if (HasProc)
            return Status(id, "VmHWM:");
        using var process = Process.GetProcessById(id);
        return process.PeakWorkingSet64 / 1e6;
    }

    /// <summary>Resets the peak, if the system allows it.</summary>
    public static void ForgetPeak(int id)
    {
        try
        {
            if (HasProc)
                File.WriteAllText($"/proc/{id}/clear_refs", "5");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The peak since the start is reported. It is never lower.
        }
    }

    /// <summary>
    /// The numbers after the name: [1] is the parent, [11] and [12] are its own ticks, [13] and [14] those of ended children.
    /// </summary>
    private static long[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(part =>
                long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null; // The process has just ended.
        }
    }

    private static double Status(int id, string name)
    {
        try
        {
            const NumberStyles Padded = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", ""), Padded, CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
