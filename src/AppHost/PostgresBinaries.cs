using System.Globalization;
using System.Text.RegularExpressions;

namespace AppHost;

/// <summary>An installation of PostgreSQL: the folder of its programs, and its major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The newest installation that the product runs on, or the one of the wanted major version.</summary>
    /// <param name="configuredFolder">The only folder to search; null means the usual ones, and those that were fetched into data folders.</param>
    /// <param name="major">The wanted major version.</param>
    /// <param name="dataFolder">A data folder, besides that of AppHost itself.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="PrerequisiteException">None is installed.</exception>
    public static Task<PostgresBinaries> FindAsync(
        string? configuredFolder = null, int? major = null, string? dataFolder = null, CancellationToken cancel = default) =>
        FindInAsync(
            configuredFolder is null ? [.. UsualFolders(), .. Fetched(LocalPostgresOptions.DefaultDataFolder, dataFolder)] : [configuredFolder],
            major,
            cancel);

    public static async Task<PostgresBinaries> FindInAsync(
        IReadOnlyCollection<string> folders, int? major = null, CancellationToken cancel = default)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.SelectMany(RealFolders).Distinct())
        {
            if (await MajorOfAsync(folder, cancel) is not { } version)
                continue;
            found.Add(new(folder, version));
            if (version == major)
                break;
        }

        return found.Where(f => major is null ? f.Major >= OldestMajor : f.Major == major).MaxBy(f => f.Major)
            ?? throw new PrerequisiteException(Missing(folders, found, major));
    }

    public string this[string program] => Path.Combine(Folder, FileName(program));

    private static string FileName(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    /// <summary>The folders that hold the programs themselves.</summary>
    /// <remarks>A folder on PATH may hold links to only some of them, and PostgreSQL finds its other parts next to the real ones.</remarks>
    private static IEnumerable<string> RealFolders(string folder) =>
        from program in Programs
        let link = new FileInfo(Path.Combine(folder, FileName(program)))
        where link.Exists
        let real = Path.GetDirectoryName((link.ResolveLinkTarget(returnFinalTarget: true) ?? link).FullName)
        where Array.TrueForAll(Programs, p => File.Exists(Path.Combine(real, FileName(p))))
        select real;

    private static async Task<int?> MajorOfAsync(string folder, CancellationToken cancel)
    {
        var printed = await SystemProgram.RunAsync([Path.Combine(folder, FileName("postgres")), "--version"], cancel: cancel);
        var version = VersionPattern().Match(printed.Output);
        return printed.Succeeded && version.Success ? int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();

    /// <summary>Root runs no program of a folder that another user may write.</summary>
    private static IEnumerable<string> Fetched(params string?[] dataFolders) =>
        ServerAccount.ProcessIsRoot ? [] : dataFolders.OfType<string>().Select(ServerFolder.ProgramsIn);

    private static List<string> UsualFolders()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var programFiles = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        return
        [
            .. path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            .. Installed("/usr/lib/postgresql", "*"), // Debian
            .. Installed("/usr", "pgsql-*"), // Red Hat, from postgresql.org
            "/usr/bin", // Red Hat's own
            .. Installed("/opt/homebrew/opt", "postgresql*"),
            .. Installed("/usr/local/opt", "postgresql*"), // Homebrew on Intel
            .. Installed("/Applications/Postgres.app/Contents/Versions", "*"),
            .. OperatingSystem.IsWindows() ? Installed(Path.Combine(programFiles, "PostgreSQL"), "*") : [],
        ];
    }

    private static IEnumerable<string> Installed(string parent, string pattern) =>
        Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, pattern).Select(folder => Path.Combine(folder, "bin")) : [];

    private static string Missing(IReadOnlyCollection<string> folders, List<PostgresBinaries> found, int? major)
    {
        var wanted = major is null ? $"PostgreSQL {OldestMajor} or newer" : $"PostgreSQL {major}, which created the data,";
        var where = folders.Count == 1 ? $"in {folders.First()}" : "on this machine";
        var others = string.Join(" and ", found.Select(f => f.Major).Distinct().Order());
        var instead = others.Length == 0 ? "" : $" (only {others})";
        return $"{wanted} was not found {where}{instead}: {HowToInstall(major)}.";
    }

    private static string HowToInstall(int? major) => true switch
    {
        _ when OperatingSystem.IsWindows() => $"install it with `winget install PostgreSQL.PostgreSQL.{major ?? 17}`",
        _ when OperatingSystem.IsMacOS() => $"install it with `brew install postgresql@{major ?? 17}`",
        _ when File.Exists("/usr/bin/apt-get") => $"install it with `sudo apt-get install postgresql{-major}`",
        _ when File.Exists("/usr/bin/dnf") => $"install it with `sudo dnf install postgresql{major}-server`",
        _ => "https://www.postgresql.org/download explains how to install it",
    };
}
