using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Api;
using Dataset;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Migrations;
using Npgsql;

namespace AppHost;

/// <summary>The whole product on one machine: a database, its schema, its data, and the API.</summary>
internal static class Product
{
    /// <summary>Runs until Ctrl-C, SIGTERM or the end of its terminal, and stops everything that it started.</summary>
    /// <returns>0, or 1 after one sentence on an operator's mistake or a failing database. A programming error passes, with its stack.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, stop); // The terminal was closed.
        try
        {
            await RunAsync(args, output, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (ApiApplication.IsOperatorsMistake(exception)
            || exception is PrerequisiteException or UsageException or SeedException or SchemaException or BusyException
                or UnavailableException or NpgsqlException)
        {
            await error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task RunAsync(string[] args, TextWriter output, CancellationToken stop)
    {
        var configuration = Configuration(args);
        var seeds = SeedsOf(configuration);
        new SeedFolder(seeds).Check();
        var mostRetracted = IsTrue(configuration, "AllowRetractions", otherwise: false) ? 1 : Loader.MostRetracted;
        var waitSeconds = DatabaseWait.SecondsOf(configuration["Database:WaitSeconds"]);
        var dataset = configuration.GetConnectionString("Dataset");
        await using var postgres = HasPrivateServer(configuration) ? await StartPostgresAsync(configuration, output, stop) : null;
        var owner = postgres is null
            ? ConnectionSetting.Parse(dataset!, Commands.ConnectionVariable)
            : new NpgsqlConnectionStringBuilder(await postgres.EnsureDatabaseAsync(cancel: stop));
        var reader = configuration.GetConnectionString("Reader") is { Length: > 0 } configured
            ? ConnectionSetting.Parse(configured, "ConnectionStrings__Reader")
            : ReaderOf(owner);
        try
        {
            await PrepareAsync(owner, reader, seeds, mostRetracted, waitSeconds, output, stop);
        }
        catch (SchemaException e) when (postgres is not null)
        {
            throw new SchemaException(
                $"{e.Message} If you do not need its past versions, delete {postgres.DataFolder}: it is rebuilt from the seeds.", e);
        }

        await ServeAsync(args, reader.ConnectionString, postgres, output, stop);
    }

    /// <exception cref="UsageException">The command line is wrong.</exception>
    internal static IConfiguration Configuration(string[] args)
    {
        try
        {
            return new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        }
        catch (FormatException e)
        {
            throw new UsageException($"The command line is wrong: {e.Message}", e);
        }
    }

    internal static string SeedsOf(IConfiguration configuration) => configuration["Seeds"] ?? Commands.DefaultSeeds;

    internal static bool HasPrivateServer(IConfiguration configuration) => string.IsNullOrEmpty(configuration.GetConnectionString("Dataset"));

    internal static string DataFolderOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration["Postgres:DataFolder"] ?? new LocalPostgresOptions().DataFolder);

    private static async Task<LocalPostgres> StartPostgresAsync(IConfiguration configuration, TextWriter output, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var postgres = await LocalPostgres.StartAsync(new()
        {
            DataFolder = DataFolderOf(configuration),
            BinariesFolder = configuration["Postgres:BinariesFolder"],
            Port = PortOf(configuration["Postgres:Port"]),
            Download = IsTrue(configuration, "Postgres:Download", otherwise: true)
                ? new PostgresDownload(output) { Mirror = MirrorOf(configuration["Postgres:Mirror"]) }
                : null,
        }, stop);
        await output.WriteLineAsync(
            $"PostgreSQL {postgres.Major} on 127.0.0.1:{postgres.Port}, data in {postgres.DataFolder} ({clock.Elapsed.TotalSeconds:N1} s)");
        return postgres;
    }

    private static bool IsTrue(IConfiguration configuration, string name, bool otherwise) =>
        configuration[name] is not { Length: > 0 } text ? otherwise
        : bool.TryParse(text, out var value) ? value
        : throw new UsageException($"{name} is '{text}'. Give true or false.");

    private static string? MirrorOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") ? text
        : throw new UsageException($"Postgres:Mirror is '{text}'. Give an address that begins with https:// or http://.");

    private static int? PortOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : int.TryParse(text, out var port) && port is > 0 and <= 65535 ? port
        : throw new UsageException($"Postgres:Port is '{text}'. Give a whole number from 1 to 65535.");

    private static async Task PrepareAsync(
        NpgsqlConnectionStringBuilder owner, NpgsqlConnectionStringBuilder reader, string seeds, double mostRetracted, int waitSeconds,
        TextWriter output, CancellationToken stop)
    {
        await using var database = NpgsqlDataSource.Create(owner);
        await DatabaseWait.UntilReadyAsync(database, waitSeconds, output, stop);
        await Migrator.UpAsync(database, Script.All, output, stop);
        if (reader is { Username: Migrator.Reader, Password: { Length: > 0 } password })
            await Migrator.SetReaderPasswordAsync(database, password, stop);
        try
        {
            var load = await Loader.LoadAsync(database, new SeedFolder(seeds), TextWriter.Null, stop, mostRetracted: mostRetracted);
            await output.WriteLineAsync($"Dataset version {load.Version}{(load.Changed ? ", just loaded" : ", unchanged")}");
        }
        catch (RetractionException exception)
        {
            await output.WriteLineAsync($"{exception.Message} Serving the last version.");
        }
    }

    private static async Task ServeAsync(string[] args, string reader, LocalPostgres? postgres, TextWriter output, CancellationToken stop)
    {
        await using var api = ApiApplication.Build(args, reader);
        try
        {
            await api.StartAsync(stop);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            var addresses = api.Configuration["urls"] ?? "a configured address";
            throw new PrerequisiteException($"The user {Environment.UserName} may not listen on {addresses}: choose a port from 1024 on.", e);
        }

        var address = api.Urls.First();
        await output.WriteLineAsync($"Serving {address}/v1 — explore it at {address}/swagger — Ctrl-C stops");
        using var _ = stop.Register(() => api.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication());
        using var over = new CancellationTokenSource();
        var ended = postgres?.EndedAsync(over.Token);
        var serving = api.WaitForShutdownAsync(CancellationToken.None);
        if (ended is null || await Task.WhenAny(serving, ended) == serving)
        {
            await over.CancelAsync();
            await serving;
            return;
        }

        await api.StopAsync(CancellationToken.None);
        throw new PrerequisiteException(await ended);
    }

    /// <summary>The API's connection: the same database, as the role that may only read.</summary>
    private static NpgsqlConnectionStringBuilder ReaderOf(NpgsqlConnectionStringBuilder owner) => new(owner.ConnectionString)
    {
        Username = Migrator.Reader,
        // Derived from the owner's password, so that nothing is stored, and several hosts of one database agree.
        Password = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(owner.Password ?? ""), Encoding.UTF8.GetBytes(Migrator.Reader))),
    };

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
