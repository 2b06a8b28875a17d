using System.Runtime.InteropServices;

namespace Api.Guards;

/// <summary>
/// Gives back the memory that encoders, pictures and the runtime itself have freed outside .NET. glibc keeps it, in one pool for each of many
/// threads: a hundred megabytes of pages that nothing uses. Other libraries, such as musl, keep little.
/// </summary>
internal sealed class NativeHeapTrim : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    /// <summary>M_MMAP_THRESHOLD of malloc.h: a larger block is outside all pools, and given back when it is freed.</summary>
    private const int LargeBlock = -3, LargeBytes = 128 * 1024;

    private delegate int SetOption(int option, int value);

    private delegate int Trim(nuint keep);

    /// <summary>Keeps large blocks outside the pools.</summary>
    /// <returns>The function that gives back what is free; null where the library has none.</returns>
    public static Func<bool>? Prepare()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library))
            return null;
        if (NativeLibrary.TryGetExport(library, "mallopt", out var option))
            Marshal.GetDelegateForFunctionPointer<SetOption>(option)(LargeBlock, LargeBytes);
        if (!NativeLibrary.TryGetExport(library, "malloc_trim", out var function))
            return null;
        var trim = Marshal.GetDelegateForFunctionPointer<Trim>(function);
        return () => trim(0) == 1;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (Prepare() is not { } trim)
            return;
        using var timer = new PeriodicTimer(Between);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            trim();
    }
}
