using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace AppHost;

/// <summary>The data folder of a private server. One process at a time holds it; the operating system frees it when that process ends.</summary>
internal sealed class ServerFolder
{
    /// <summary>A log that is larger is moved aside. So there are two files of this size, and what the server writes within a second.</summary>
    public const int MostLogBytes = 8 * 1024 * 1024;

    /// <summary>Defaults of the private server, which cluster/postgresql.conf may change.</summary>
    /// <remarks>It shares its machine with the API, so few processes work on one statement. Texts of statements have kilobytes.</remarks>
    private static readonly string[] Defaults =
    [
        "max_parallel_workers = 4", "max_parallel_workers_per_gather = 1", "work_mem = '4MB'", "log_temp_files = -1",
        "log_min_error_statement = panic",
    ];

    private const string LockName = "owner.lock";

    private const string HolderName = "owner.pid";

    private static readonly string[] Content =
        [LockName, HolderName, "cluster", "cluster.unfinished", "password", "password.unfinished", "server.conf", "server.log", "server.log.1"];

    private readonly FileStream _lock;

    private ServerFolder(string location, FileStream @lock) => (Location, _lock) = (location, @lock);

    public string Location { get; }

    public string Cluster => In("cluster");

    /// <summary>A cluster has this name until it is complete.</summary>
    public string UnfinishedCluster => In("cluster.unfinished");

    /// <summary>The installation that was fetched, if any.</summary>
    public string Binaries => In("postgresql");

    /// <summary>What is fetched has this name until it is complete and verified.</summary>
    public string UnfinishedBinaries => In("postgresql.unfinished");

    public string PasswordFile => In("password");

    public string SettingsFile => In("server.conf");

    public string LogFile => In("server.log");

    public string OlderLogFile => In("server.log.1");

    private string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>The programs of the installation that was fetched into a data folder.</summary>
    public static string ProgramsIn(string dataFolder) => Path.Combine(dataFolder, "postgresql", "bin");

    /// <summary>Takes a data folder for this process, and creates it if it is missing.</summary>
    public static ServerFolder Open(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var holder = Path.Combine(path, HolderName);
        try
        {
            Create(path, forOthersToPass: ServerAccount.ProcessIsRoot);
            var held = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(path, held);
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            var pid = LinesOf(holder).FirstOrDefault("unknown");
            throw new PrerequisiteException(
                $"The data folder {path} is in use by another process ({pid}): stop that one, or choose another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrerequisiteException($"The data folder {path} cannot be written ({e.Message}): choose another folder.", e);
        }
    }

    /// <summary>Prepares the folder for a process of another account, which will open it. A folder that holds anything else is left alone.</summary>
    public static async Task GiveAsync(string path, ServerAccount account, CancellationToken cancel)
    {
        path = Path.GetFullPath(path);
        try
        {
            if (Path.GetDirectoryName(path) is { } parent)
                Directory.CreateDirectory(parent);
            Create(path);
            string[] content = [.. Directory.EnumerateFileSystemEntries(path)];
            if (content.Length > 0 && !content.Contains(Path.Combine(path, LockName)))
                return;
            await account.OwnAsync([path], cancel, withContent: false);
            string[] own = [.. content.Where(entry => Content.Contains(Path.GetFileName(entry)))];
            if (own.Length > 0)
                await account.OwnAsync(own, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Opening it fails in the same way, and says so.
        }
    }

    /// <summary>Creates a folder, open to its owner only, or for others to pass through.</summary>
    public static void Create(string path, bool forOthersToPass = false)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Directory.Exists(path))
        {
            const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            const UnixFileMode Pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            Directory.CreateDirectory(path, Own);
            File.SetUnixFileMode(path, forOthersToPass ? Own | Pass : Own); // Independent of the umask.
        }
    }

    /// <summary>Deletes a folder if it exists. A process that is just ending may still hold files in it, or create some.</summary>
    public static void Delete(string folder)
    {
        for (var attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(100);
            }
        }
    }

    /// <summary>The major version of PostgreSQL that created the data; null when there is none yet.</summary>
    public int? Major()
    {
        if (!Directory.Exists(Cluster))
            return null;
        var version = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(version) && int.TryParse(File.ReadAllText(version), out var major)
            ? major
            : throw new PrerequisiteException($"{Cluster} holds no PostgreSQL data that can be read: move it away, or choose another folder.");
    }

    public string Password()
    {
        if (!File.Exists(PasswordFile))
        {
            if (Directory.Exists(Cluster))
                throw new PrerequisiteException($"{PasswordFile} is missing, the key to the data in {Cluster}: restore it, or move the data away.");
            var unfinished = PasswordFile + ".unfinished"; // An interrupted start leaves no half of the file.
            File.Delete(unfinished);
            WritePrivately(unfinished, RandomNumberGenerator.GetHexString(32, lowercase: true));
            File.Move(unfinished, PasswordFile);
        }

        KeepPrivate(PasswordFile);
        return File.ReadAllText(PasswordFile);
    }

    /// <summary>Empties the log, so that it holds one run.</summary>
    public void EmptyLog()
    {
        WritePrivately(LogFile, "");
        File.Delete(OlderLogFile);
    }

    /// <summary>Moves the end of a large log aside. The server, which appends, continues with an empty one.</summary>
    public void BoundLog()
    {
        try
        {
            using var log = new FileStream(LogFile, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (log.Length <= MostLogBytes)
                return;
            try
            {
                log.Seek(-MostLogBytes, SeekOrigin.End);
                WritePrivately(OlderLogFile, "");
                using var older = File.OpenWrite(OlderLogFile);
                var end = new byte[MostLogBytes];
                older.Write(end, 0, log.Read(end));
            }
            finally
            {
                log.SetLength(0);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is full, or another program holds the log. The API is served meanwhile, and the next call tries again.
        }
    }

    /// <summary>The last lines of the log, which say why a server did not start.</summary>
    public string EndOfLog()
    {
        using var log = new StreamReader(File.Open(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', log.ReadToEnd().TrimEnd().Split('\n').TakeLast(12));
    }

    /// <remarks>
    /// The process in the file may have ended long ago, and its id may belong to another process, even another PostgreSQL.
    /// That one must not be stopped or waited for, so the folder, the name and the start time must match too.
    /// </remarks>
    public bool ServerIsAlive()
    {
        // The file of a copied folder names the server of the original.
        if (LinesOf(PostmasterFile) is not [var id, var folder, var start, ..]
            || RealPath(folder) != RealPath(Cluster)
            || !int.TryParse(id, CultureInfo.InvariantCulture, out var pid)
            || !long.TryParse(start, CultureInfo.InvariantCulture, out var seconds))
            return false;
        try
        {
            using var process = Process.GetProcessById(pid);
            var difference = process.StartTime.ToUniversalTime() - DateTime.UnixEpoch.AddSeconds(seconds);
            // An ended process whose parent has not collected its exit code has no memory.
            return process.ProcessName == "postgres" && difference.Duration() < TimeSpan.FromSeconds(10) && process.VirtualMemorySize64 > 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // The process does not exist, or this user may not look at it.
        }
    }

    public void ForgetServer() => File.Delete(PostmasterFile);

    /// <summary>Writes the settings that override those of initdb.</summary>
    public void WriteSettings(IReadOnlyDictionary<string, string> settings) => File.WriteAllLines(SettingsFile,
    [
        "# Written at every start. Lasting changes belong in cluster/postgresql.conf.",
        .. Defaults,
        "include 'cluster/postgresql.conf'",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
        .. settings.Select(s => $"{s.Key} = '{s.Value.Replace("\\", "\\\\").Replace("'", "''")}'"),
    ]);

    public void Release()
    {
        File.Delete(In(HolderName));
        _lock.Dispose();
    }

    private static string[] LinesOf(string pidFile)
    {
        try
        {
            return File.ReadAllLines(pidFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return []; // A process that ends deletes it, perhaps at this moment.
        }
    }

    private static void WritePrivately(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    private static void KeepPrivate(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
    }

    /// <summary>The path without links, as a server writes its own.</summary>
    private static string RealPath(string path)
    {
        path = Path.GetFullPath(path);
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        var inParent = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return new DirectoryInfo(inParent).ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName) : inParent;
    }

    /// <summary>EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION of Windows.</summary>
    private static bool IsSharingViolation(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private string In(string name) => Path.Combine(Location, name);
}
