namespace AppHost;

internal sealed record LocalPostgresOptions
{
    /// <summary>Where the server's data lasts between runs.</summary>
    public string DataFolder { get; init; } = DefaultDataFolder;

    /// <summary>The port on 127.0.0.1; null means any free one.</summary>
    public int? Port { get; init; }

    /// <summary>The folder of initdb, pg_ctl and postgres; null means PATH and the usual install folders.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Where PostgreSQL comes from when it is not installed; null means nowhere.</summary>
    public PostgresDownload? Download { get; init; }

    /// <summary>Further settings of postgresql.conf. They cannot change the port, the address or the missing Unix socket.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public static string DefaultDataFolder => Path.Combine(
        ServerAccount.ProcessIsRoot
            ? "/var/lib" // Root's home is closed to the user who runs the server.
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "bilateral-relations");
}
