namespace AppHost;

/// <summary>How a private PostgreSQL server is run.</summary>
public sealed record LocalPostgresOptions
{
    /// <summary>Where the server's data lasts between runs.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder;

    /// <summary>The port on 127.0.0.1; null means any free one.</summary>
    public int? Port { get; init; }

    /// <summary>The folder of initdb, pg_ctl and postgres; null means PATH and the usual install folders.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Further settings of postgresql.conf, by name.</summary>
    /// <remarks>The port, the address and the absence of a Unix socket are fixed, whatever is set here.</remarks>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Where a user's data is kept when nothing else is said.</summary>
    public static string DefaultDataFolder => Path.Combine(
        ServerAccount.ProcessIsRoot
            ? "/var/lib" // Root's home is closed to the user who runs the server.
            : Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "bilateral-relations");
}
