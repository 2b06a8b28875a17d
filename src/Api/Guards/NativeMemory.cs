using System.Runtime.InteropServices;

namespace Api.Guards;

/// <summary>
/// The memory that encoders, pictures and the runtime itself take outside .NET. glibc gives up to eight arenas to each core, and one thread does
/// not use again what another has freed in its own: a hundred megabytes of them lie idle. Two arenas suffice.
/// </summary>
internal static class NativeMemory
{
    /// <summary>M_ARENA_MAX of malloc.h.</summary>
    private const int ArenaMax = -8;

    private delegate int SetOption(int option, int value);

    /// <summary>Bounds the arenas, where the system's library has them.</summary>
    public static bool TryShareArenas() => OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "mallopt", out var function)
        && Marshal.GetDelegateForFunctionPointer<SetOption>(function)(ArenaMax, 2) == 1;
}
