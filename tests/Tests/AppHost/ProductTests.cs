using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using AppHost;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.AppHost;

/// <summary>The whole product as one process. One command starts everything, and one signal ends it.</summary>
public sealed class ProductTests(PrivatePostgres postgres) : IDisposable
{
    private const int HangUp = 1;
    private const int Interrupt = 2;

    private readonly TemporaryFolder _folder = new();

    private string DataFolder => _folder.In("data");

    public void Dispose()
    {
        // A failed test may leave a server.
        if (Postmaster() is { } left && IsRunning(left))
            Process.GetProcessById(left).Kill(entireProcessTree: true);
        _folder.Dispose();
    }

    [Fact]
    public async Task One_command_serves_and_SIGTERM_stops_all()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        await using var product = Start();
        using var client = await ServingAsync(product);

        Assert.Equal(LoadedApi.Seeds.Entries.Values.Sum(entries => entries.Count), await TotalAsync(client));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/swagger/index.html")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Contains("Dataset version 1, just loaded\n", product.Output);
        var server = Postmaster();
        Assert.True(IsRunning(server));
        if (OperatingSystem.IsLinux())
            Assert.DoesNotContain("Uid:\t0\t", File.ReadAllText($"/proc/{product.Id}/status") + File.ReadAllText($"/proc/{server}/status"));

        await product.SignalAsync("TERM");

        Assert.Equal(0, await product.ExitAsync());
        Assert.Equal("", product.Error);
        await GoneAsync(server);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("/v1"));
    }

    [LongFact]
    public async Task Second_start_keeps_data_after_a_kill()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        await using (var first = Start())
        {
            using var client = await ServingAsync(first);
            await first.SignalAsync(IsIgnored(HangUp) ? "TERM" : "HUP"); // A closed terminal sends this signal.
            Assert.Equal(0, await first.ExitAsync());
        }

        int? orphan;
        await using (var second = Start())
        {
            using var client = await ServingAsync(second);
            Assert.Contains("Dataset version 1, unchanged\n", second.Output);
            Assert.DoesNotContain("applied ", second.Output);
            orphan = Postmaster();
            await second.SignalAsync("KILL");
            await second.ExitAsync();
            Assert.True(IsRunning(orphan));
        }

        await using var third = Start();
        using var again = await ServingAsync(third);
        Assert.Contains("Dataset version 1, unchanged\n", third.Output);
        await GoneAsync(orphan);
        Assert.NotEqual(0, await TotalAsync(again));
        await third.SignalAsync("TERM");
        Assert.Equal(0, await third.ExitAsync());
    }

    [LongFact]
    public async Task Dead_server_ends_product_with_one_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        await using var product = Start();
        using var client = await ServingAsync(product);

        using (var server = Process.GetProcessById(Postmaster()!.Value))
            server.Kill();

        Assert.Equal(1, await product.ExitAsync());
        Assert.StartsWith("The private PostgreSQL ended, and this program did not stop it. ", product.Error);
        Assert.Single(product.Error.TrimEnd().Split('\n'));
    }

    [LongFact]
    public async Task Taken_port_is_one_clear_sentence()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)holder.LocalEndpoint).Port}";

        await FailsAsync(Start(["--urls", address]), address, "already in use");

        Assert.Null(Postmaster());
    }

    [LongFact]
    public async Task Roots_privileges_are_dropped_though_a_low_port_is_served()
    {
        SkipUnlessRoot();
        await using var product = Start(["--urls", $"http://127.0.0.1:{FreeLowPort()}"]);

        using var client = await ServingAsync(product);

        Assert.NotEqual(0, await TotalAsync(client));
        Assert.DoesNotContain("Uid:\t0\t", File.ReadAllText($"/proc/{product.Id}/status"));
    }

    [LongFact]
    public async Task A_low_port_without_the_right_is_one_clear_sentence()
    {
        SkipUnlessRoot();
        Directory.CreateDirectory(DataFolder);
        using (var chmod = Process.Start("chmod", ["777", DataFolder]))
            await chmod.WaitForExitAsync();
        var port = FreeLowPort();

        await FailsAsync(
            ProgramProcess.Start(new ProcessStartInfo(
                "setpriv",
                ["--reuid=65534", "--clear-groups", "--", ProgramProcess.PathOf("AppHost"), "--urls", $"http://127.0.0.1:{port}"])
            {
                WorkingDirectory = Path.GetTempPath(),
                Environment = { ["Postgres__DataFolder"] = DataFolder },
            }),
            $"may not listen on http://127.0.0.1:{port}: choose a port from 1024 on.");

        Assert.Null(Postmaster());
    }

    [LongFact]
    public async Task Root_learns_what_keeps_its_privileges()
    {
        SkipUnlessRoot();
        await using var database = await postgres.CreateEmptyAsync();
        using var dataset = new SmallDataset();
        using (var chmod = Process.Start("chmod", ["700", dataset.Seeds]))
            await chmod.WaitForExitAsync();
        await using var product = Start(environment:
        [
            ("ConnectionStrings__Dataset", database.OwnerConnection), ("ConnectionStrings__Reader", database.ReaderConnection),
            ("Seeds", dataset.Seeds),
        ]);

        using var client = await ServingAsync(product);

        Assert.Matches($"^The API runs as root: the user (postgres|nobody) may not read {dataset.Seeds}\\.\n", product.Output);
    }

    [LongFact]
    public async Task Existing_server_is_used_instead()
    {
        await using var database = await postgres.CreateEmptyAsync();
        // The reader is a role of the whole server, and other tests use it. So its password must not change.
        await using var product = Start(environment:
            [("ConnectionStrings__Dataset", database.OwnerConnection), ("ConnectionStrings__Reader", database.ReaderConnection)]);
        using var client = await ServingAsync(product);

        Assert.NotEqual(0, await TotalAsync(client));
        Assert.False(Directory.Exists(DataFolder));
        Assert.DoesNotContain("PostgreSQL", product.Output);
    }

    [LongFact]
    public async Task Seeds_that_lack_too_much_leave_the_last_version()
    {
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        using var other = new SmallDataset();
        (string, string?)[] environment =
        [
            ("ConnectionStrings__Dataset", database.OwnerConnection), ("ConnectionStrings__Reader", database.ReaderConnection),
            ("Seeds", other.Seeds),
        ];
        await using (var product = Start(environment: environment))
        {
            using var client = await ServingAsync(product);
            Assert.Matches(@"The seeds lack .* Nothing was loaded\. .* Serving the last version\.\n", product.Output);
            Assert.Equal(LoadedApi.Seeds.Entries.Values.Sum(entries => entries.Count), await TotalAsync(client));
        }

        await using var allowed = Start(environment: [.. environment, ("AllowRetractions", "true")]);
        using var reduced = await ServingAsync(allowed);
        Assert.Contains("Dataset version 2, just loaded\n", allowed.Output);
        Assert.Equal(11, await TotalAsync(reduced));
    }

    [Theory]
    [InlineData("0", "Failed to connect to 127.0.0.1:1")]
    [InlineData("1", "The database was not ready within 1 seconds (Failed to connect to 127.0.0.1:1). Database__WaitSeconds sets the time.")]
    public async Task Unreachable_server_is_one_clear_sentence(string seconds, string sentence) => await FailsAsync(
        Start(environment:
        [
            ("ConnectionStrings__Dataset", "Host=127.0.0.1;Port=1;Username=u;Password=secret-word"), ("Database__WaitSeconds", seconds),
        ]),
        sentence);

    [Theory]
    [InlineData("Dataset", "nonsense")]
    [InlineData("Dataset", "Host=127.0.0.1;Port=many;Password=secret-word")]
    [InlineData("Dataset", "Database=relations")]
    [InlineData("Reader", "nonsense")]
    public async Task A_bad_connection_string_is_one_clear_sentence(string name, string connection)
    {
        var setting = $"ConnectionStrings__{name}";

        await FailsAsync(Start(environment: [("ConnectionStrings__Dataset", "Host=127.0.0.1;Port=1"), (setting, connection)]), setting);
    }

    [Fact]
    public async Task A_programming_error_is_not_an_operators_mistake()
    {
        await using var database = await postgres.CreateEmptyAsync();
        using var output = new BrokenWriter();
        using var error = new StringWriter();
        string[] args = ["--ConnectionStrings:Dataset", database.OwnerConnection, "--ConnectionStrings:Reader", database.ReaderConnection];

        await Assert.ThrowsAsync<InvalidOperationException>(() => Product.RunAsync(args, output, error));

        Assert.Equal("", error.ToString());
    }

    [Fact]
    public async Task Missing_binaries_explain_installation()
    {
        Directory.CreateDirectory(_folder.In("bin"));

        await FailsAsync(Start(environment: [("Postgres__BinariesFolder", _folder.In("bin"))]), "PostgreSQL 15 or newer", "install");
    }

    [Fact]
    public async Task Bad_seeds_are_listed_before_starting()
    {
        using var dataset = new SmallDataset();
        dataset.Edit("visits.json", "\"occurred\"", "\"happened\"");
        var line = dataset.Edit("people.json", "\"DEU\"", "\"GER\"");
        await using var product = Start(environment: [("Seeds", dataset.Seeds)]);

        Assert.Equal(1, await product.ExitAsync());

        Assert.StartsWith($"The seeds have 2 errors:\npeople.json:{line}: konrad-adenauer: country: 'GER' is not among countries", product.Error);
        Assert.Equal(3, product.Error.TrimEnd().Split('\n').Length);
        Assert.False(Directory.Exists(DataFolder));
    }

    [LongFact]
    public async Task Busy_data_folder_is_refused_until_freed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        Assert.SkipWhen(IsIgnored(Interrupt), "This run was started with SIGINT ignored, and so is every process that it starts.");
        await using var first = Start();
        using var client = await ServingAsync(first);

        await FailsAsync(Start(), $"{DataFolder} is in use by another process ({first.Id})");

        Assert.NotEqual(0, await TotalAsync(client));
        var server = Postmaster();
        await first.SignalAsync("INT");
        Assert.Equal(0, await first.ExitAsync());
        await GoneAsync(server);
    }

    [LongTheory]
    [InlineData("--urls", "nonsense")]
    [InlineData("--Postgres:Port", "many")]
    [InlineData("--Postgres:Port", "65536")]
    [InlineData("--AllowRetractions", "perhaps")]
    [InlineData("--Database:WaitSeconds", "soon")]
    [InlineData("-x=1", "-x=1")]
    public async Task A_bad_setting_leaves_nothing_running(string name, string value)
    {
        await FailsAsync(Start([name, value]), value);

        Assert.Null(Postmaster());
    }

    private ProgramProcess Start(string[]? arguments = null, (string, string?)[]? environment = null) => ProgramProcess.Start(
        "AppHost", arguments ?? ["--urls", "http://127.0.0.1:0"], [("Postgres__DataFolder", DataFolder), .. environment ?? []]);

    private static async Task<HttpClient> ServingAsync(ProgramProcess product)
    {
        var line = await product.LineAsync(text => text.StartsWith("Serving "));
        return new HttpClient { BaseAddress = new Uri(line.Split(' ')[1].Replace("/v1", "")) };
    }

    /// <summary>Checks that the product ends with exit code 1 and one line of error, without a stack trace.</summary>
    private static async Task FailsAsync(ProgramProcess starting, params string[] words)
    {
        await using var product = starting;
        Assert.Equal(1, await product.ExitAsync());
        Assert.All(words, word => Assert.Contains(word, product.Error));
        Assert.Single(product.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", product.Output + product.Error);
        Assert.DoesNotContain("secret-word", product.Output + product.Error);
    }

    private static async Task<long> TotalAsync(HttpClient client)
    {
        using var dataset = JsonDocument.Parse(await client.GetStringAsync("/v1/dataset"));
        return dataset.RootElement.GetProperty("records").EnumerateObject().Sum(count => count.Value.GetInt64());
    }

    /// <summary>The process id of the server on the data folder. A server deletes the file when it ends.</summary>
    private int? Postmaster()
    {
        var file = _folder.In("data", "cluster", "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First()) : null;
    }

    /// <summary>A process that has ended, but whose parent has not read its exit status, has no memory.</summary>
    private static bool IsRunning(int? pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid!.Value);
            return process.ProcessName == "postgres" && process.VirtualMemorySize64 > 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task GoneAsync(int? pid)
    {
        while (IsRunning(pid))
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && FreeLowPort() > 0, "Only root of Linux has privileges to drop.");

    /// <summary>A port that needs a right; 0 where none does.</summary>
    private static int FreeLowPort()
    {
        var free = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_unprivileged_port_start")) - 1;
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        while (taken.Contains(free))
            free--;
        return Math.Max(0, free);
    }

    private static bool IsIgnored(int signal) =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:")) is var ignored
        && (Convert.ToUInt64(ignored.Split('\t')[1], 16) & (1UL << (signal - 1))) != 0;
}
