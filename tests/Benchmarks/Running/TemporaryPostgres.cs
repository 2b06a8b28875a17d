using AppHost;

namespace Benchmarks.Running;

/// <summary>A private PostgreSQL for tests and benchmarks: fast, not safe against a power cut, and deleted with its data when disposed.</summary>
internal sealed class TemporaryPostgres : LocalPostgres
{
    private const string Prefix = "bilateral-relations-temporary-";

    private readonly PostgresCluster _cluster;

    private TemporaryPostgres(PostgresCluster cluster, string password, int port) : base(cluster, password, port) => _cluster = cluster;

    public static async Task<TemporaryPostgres> StartAsync(IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancel = default)
    {
        await DeleteAbandonedAsync(cancel);
        var fast = new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off", ["synchronous_commit"] = "off" };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            fast[name] = value;
        return await StartAsync(fast, null, cluster => cluster.CreateAsync("--no-sync", cancel), cancel);
    }

    /// <summary>Whether standbys can be started. A PostgreSQL that AppHost fetched has no pg_basebackup.</summary>
    public bool CanBeCopied => File.Exists(_cluster.Binaries["pg_basebackup"]);

    /// <summary>Starts a standby, which follows this server and has all its databases and roles.</summary>
    public Task<TemporaryPostgres> StartStandbyAsync()
    {
        var password = _cluster.Folder.Password();
        var settings = new Dictionary<string, string> { ["hot_standby"] = "on", ["max_connections"] = "300" };
        return StartAsync(settings, password, CopyAsync, CancellationToken.None);

        Task CopyAsync(PostgresCluster standby) => standby.CreateWithAsync(
            "pg_basebackup",
            [
                "-D", standby.Folder.UnfinishedCluster, "-d", $"host=127.0.0.1 port={Port} user={PostgresCluster.Superuser} password={password}",
                "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
            ],
            CancellationToken.None);
    }

    protected override void Release() => Delete(_cluster.Folder);

    private static async Task<TemporaryPostgres> StartAsync(
        IReadOnlyDictionary<string, string> settings, string? password, Func<PostgresCluster, Task> create, CancellationToken cancel)
    {
        var folder = ServerFolder.Open(Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("n")));
        try
        {
            var cluster = await PostgresCluster.InAsync(folder, null, cancel);
            var own = folder.Password();
            await create(cluster);
            return new(cluster, password ?? own, await cluster.StartAsync(null, settings, cancel));
        }
        catch
        {
            Delete(folder);
            throw;
        }
    }

    /// <summary>Deletes the servers whose owner was killed before it could delete them.</summary>
    private static async Task DeleteAbandonedAsync(CancellationToken cancel)
    {
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (Directory.EnumerateDirectories(path).Any()) // An owner may be about to lock an empty one.
                    await DeleteAsync(path, cancel);
            }
            catch (Exception e) when (e is PrerequisiteException or IOException or UnauthorizedAccessException)
            {
                // The server is in use, or belongs to another user.
            }
        }
    }

    private static async Task DeleteAsync(string path, CancellationToken cancel)
    {
        var folder = ServerFolder.Open(path);
        try
        {
            await (await PostgresCluster.InAsync(folder, null, cancel)).StopAsync();
        }
        catch
        {
            folder.Release();
            throw;
        }

        Delete(folder);
    }

    private static void Delete(ServerFolder folder)
    {
        ServerFolder.Delete(folder.Cluster); // The cluster is deleted first, so that it never exists without an owner.
        ServerFolder.Delete(folder.UnfinishedCluster);
        folder.Release();
        ServerFolder.Delete(folder.Location);
    }
}
