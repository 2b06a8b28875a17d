using System.Runtime.CompilerServices;

namespace Tests.Fixtures;

/// <summary>
/// Puts the temporary files of the tests and of the programs that they start in memory, if the system has such a folder with enough
/// space. A run creates and deletes hundreds of databases. A disk takes longer for that than the tests themselves.
/// </summary>
internal static class MemoryFolder
{
    private const string Folder = "/dev/shm";
    private const long BytesNeeded = 4L << 30;

    [ModuleInitializer]
    internal static void Use()
    {
        var isChosen = Environment.GetEnvironmentVariable("TMPDIR") is not null;
        if (!isChosen && Directory.Exists(Folder) && new DriveInfo(Folder).AvailableFreeSpace >= BytesNeeded)
            Environment.SetEnvironmentVariable("TMPDIR", Folder);
    }
}
