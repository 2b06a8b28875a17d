using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Benchmarks.Measuring;

/// <summary>Processor time and memory of other processes: from /proc if it exists, else from .NET.</summary>
internal static class ProcessUsage
{
    private const int ClockTicksPerSecond = 100; // USER_HZ. It is the same on every Linux that .NET supports.
    private const int ReadWithoutWaiting = 0x80000 | 0x800; // O_CLOEXEC, so that no child inherits it, and O_NONBLOCK.
    private static readonly bool HasProc = File.Exists("/proc/self/stat");

    /// <summary>Seconds of processor time that a process has used.</summary>
    public static double Processor(int id)
    {
        if (HasProc)
            return Stat(id) is { } stat ? Own(stat) / (double)ClockTicksPerSecond : 0;
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
        return (Own(own) + own[13] + own[14] + Children(id).Sum(child => Own(child.Stat))) / (double)ClockTicksPerSecond;
    }

    /// <summary>
    /// Megabytes that a process and its children have in memory, of which each shared page counts once; null if unknown.
    /// </summary>
    public static double? MemoryOfTree(int id) =>
        HasProc ? Children(id).Select(child => child.Id).Append(id).Sum(one => Megabytes($"/proc/{one}/smaps_rollup", "Pss:")) : null;

    /// <summary>Megabytes of the files below a folder that a process has open, including deleted ones; null if unknown.</summary>
    public static double? OpenFiles(int id, string folder)
    {
        if (!HasProc)
            return null;
        var bytes = 0L;
        foreach (var file in Directory.EnumerateFileSystemEntries($"/proc/{id}/fd"))
        {
            try
            {
                if (File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName.StartsWith($"{folder}/", StringComparison.Ordinal) != true)
                    continue;
                using var open = new SafeFileHandle(Open([.. Encoding.UTF8.GetBytes(file), 0], ReadWithoutWaiting), ownsHandle: true);
                if (!open.IsInvalid)
                    bytes += RandomAccess.GetLength(open);
            }
            catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
            {
                // It was closed in the meantime.
            }
        }

        return bytes / 1e6;
    }

    /// <summary>Megabytes of the files in a folder; 0 if it does not exist.</summary>
    public static double FilesIn(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0) / 1e6;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Megabytes that a process has in memory.</summary>
    public static double Memory(int id)
    {
        if (HasProc)
            return Megabytes($"/proc/{id}/status", "VmRSS:");
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>
    /// The peak memory of a process in megabytes since <see cref="ForgetPeak"/>, or since its start if that is not allowed.
    /// </summary>
    public static double PeakMemory(int id)
    {
        if (HasProc)
            return Megabytes($"/proc/{id}/status", "VmHWM:");
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
            return ParseStat(File.ReadAllText($"/proc/{id}/stat"));
        }
        catch (IOException)
        {
            return null; // The process has just ended.
        }
    }

    /// <summary>Parses the line of a process. Its name may have blanks and brackets.</summary>
    public static long[] ParseStat(string text) => [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(part =>
        long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    /// <summary>Parses the line of that name, such as "VmRSS:  1024 kB", to megabytes; 0 if there is none.</summary>
    public static double ParseMegabytes(IEnumerable<string> lines, string name)
    {
        const NumberStyles Padded = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", ""), Padded, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    /// <summary>Opens a file as it is. File.OpenHandle also locks it, and fails where the process that has it open does not share it.</summary>
    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open(byte[] path, int flags);

    private static long Own(long[] stat) => stat[11] + stat[12];

    private static IEnumerable<(int Id, long[] Stat)> Children(int id)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var child)
                && Stat(child) is { } stat && stat[1] == id)
                yield return (child, stat);
        }
    }

    private static double Megabytes(string file, string name)
    {
        try
        {
            return ParseMegabytes(File.ReadLines(file), name);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
