using System.Text.RegularExpressions;
using MysticMind.PostgresEmbed;

namespace AppHost;

/// <summary>Fetches PostgreSQL's programs for a machine that has none. The data folder keeps them once they are complete, verified and run.</summary>
internal sealed partial record PostgresDownload(TextWriter Output)
{
    private const int Newest = 17;

    /// <summary>The address of the repository of archives; null means the library's own.</summary>
    public string? Mirror { get; init; }

    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(10);

    /// <exception cref="PrerequisiteException">They cannot be fetched. The message is that of the given one, and why.</exception>
    public async Task<PostgresBinaries> FetchAsync(ServerFolder folder, PrerequisiteException missing, CancellationToken cancel)
    {
        var major = folder.Major() ?? Newest;
        var address = Mirror ?? PgServerOptions.DefaultMavenRepo;
        await Output.WriteLineAsync($"PostgreSQL is not installed here. Fetching version {major} from {address} into {folder.Binaries}");
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        over.CancelAfter(Longest);
        using var checksums = new Checksums();
        using var client = new HttpClient(checksums) { Timeout = Timeout.InfiniteTimeSpan };
        string reason;
        try
        {
            ServerFolder.Delete(folder.UnfinishedBinaries);
            await using var server = new PgServer(new PgServerOptions
            {
                PgVersion = $"{major}",
                DbDir = folder.UnfinishedBinaries,
                BinariesDir = folder.UnfinishedBinaries,
                MavenRepo = address,
                DownloadRetryCount = 1,
                HttpClient = client,
            });
            await server.InstallAsync(over.Token);
            if (!checksums.ArePublished)
                reason = "no SHA-256 of the archive is published";
            else if (!await RunAsync(server.PgBinDir, folder.Major(), cancel))
                reason = $"the archive has no PostgreSQL {major} that runs on this machine";
            else
            {
                ServerFolder.Delete(folder.Binaries);
                Directory.Move(server.InstallDir, folder.Binaries);
                return await PostgresBinaries.FindInAsync([ServerFolder.ProgramsIn(folder.Location)], folder.Major(), cancel);
            }
        }
        catch (Exception e) when (!cancel.IsCancellationRequested && e is not PrerequisiteException)
        {
            reason = over.IsCancellationRequested ? $"it took more than {Longest.TotalMinutes:0.##} minutes" : Sentence(e);
        }
        finally
        {
            ServerFolder.Delete(folder.UnfinishedBinaries);
        }

        throw new PrerequisiteException($"{missing.Message} It could not be fetched from {address} either: {reason}.", missing);
    }

    private static async Task<bool> RunAsync(string folder, int? major, CancellationToken cancel)
    {
        try
        {
            await PostgresBinaries.FindInAsync([folder], major, cancel);
            return true;
        }
        catch (PrerequisiteException)
        {
            return false;
        }
    }

    private static string Sentence(Exception e) =>
        (e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message).ReplaceLineEndings(" ").TrimEnd('.');

    /// <summary>Watches whether checksums are published. The library only warns where there are none, and compares them where there are.</summary>
    private sealed partial class Checksums() : DelegatingHandler(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15) })
    {
        public bool ArePublished { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isChecksum = request.RequestUri!.AbsolutePath.EndsWith(".sha256", StringComparison.Ordinal);
            var response = await base.SendAsync(request, cancellationToken);
            if (isChecksum && response.IsSuccessStatusCode)
            {
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                ArePublished = Sha256().IsMatch(await response.Content.ReadAsStringAsync(cancellationToken));
            }

            return response;
        }

        [GeneratedRegex(@"^[0-9a-fA-F]{64}(\s|$)")]
        private static partial Regex Sha256();
    }
}
