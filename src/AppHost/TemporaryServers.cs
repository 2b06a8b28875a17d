namespace AppHost;

/// <summary>The data folders of servers whose data goes with them.</summary>
internal static class TemporaryServers
{
    private const string _prefix = "bilateral-relations-temporary-";

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), _prefix + Guid.NewGuid().ToString("n"));

    /// <summary>Clears away the servers whose owner was killed before it could.</summary>
    public static async Task RemoveAbandonedAsync(string? binariesFolder, CancellationToken ct)
    {
        foreach (var path in Directory.EnumerateDirectories(Path.GetTempPath(), _prefix + "*"))
        {
            try
            {
                // An empty one may belong to an owner who is just about to lock it.
                if (Directory.EnumerateDirectories(path).Any())
                {
                    await RemoveAsync(path, binariesFolder, ct);
                }
            }
            catch (Exception e) when (e is PrerequisiteException or IOException or UnauthorizedAccessException)
            {
                // It is in use, or another user's: not ours to clear away.
            }
        }
    }

    private static async Task RemoveAsync(string path, string? binariesFolder, CancellationToken ct)
    {
        var folder = ServerFolder.Open(path);
        var stopped = false;
        try
        {
            await (await PostgresCluster.InAsync(folder, binariesFolder, ct)).StopAsync();
            stopped = true;
        }
        finally
        {
            folder.Release(delete: stopped);
        }
    }
}
