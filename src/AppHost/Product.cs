using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Api;
using Api.Database;
using Dataset;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Migrations;
using Npgsql;

namespace AppHost;

/// <summary>The whole product on one machine: a database, its schema, its data, and the API.</summary>
public static class Product
{
    /// <summary>Runs until Ctrl-C, SIGTERM or the end of its terminal, and stops all that it started.</summary>
    /// <returns>0, or 1 after one sentence on what is missing.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = OnSignal(PosixSignal.SIGINT, stop);
        using var terminate = OnSignal(PosixSignal.SIGTERM, stop);
        using var hangUp = OnSignal(PosixSignal.SIGHUP, stop); // The terminal was closed.
        try
        {
            await RunAsync(args, Console.Out, stop.Token);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (exception is PrerequisiteException or SeedException or SchemaException or BusyException or SettingException or NpgsqlException or IOException or SocketException
            or InvalidOperationException or ArgumentException or FormatException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
    }

    private static async Task RunAsync(string[] args, TextWriter log, CancellationToken stop)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var seeds = configuration["Seeds"] ?? Commands.DefaultSeeds;
        new SeedFolder(seeds).Check();
        await using var postgres = configuration.GetConnectionString("Dataset") is { Length: > 0 } ? null : await StartPostgresAsync(configuration, log, stop);
        var owner = postgres is null ? configuration.GetConnectionString("Dataset")! : await postgres.EnsureDatabaseAsync(ct: stop);
        var reader = configuration.GetConnectionString("Reader") ?? ReaderOf(owner);
        try
        {
            await PrepareAsync(owner, reader, seeds, log, stop);
        }
        catch (SchemaException e) when (postgres is not null)
        {
            throw new SchemaException($"{e.Message} If its past versions are not needed, delete {postgres.DataFolder}: it is made anew from the seeds.", e);
        }

        await ServeAsync(args, reader, postgres, log, stop);
    }

    private static async Task<LocalPostgres> StartPostgresAsync(IConfiguration configuration, TextWriter log, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var defaults = new LocalPostgresOptions();
        var postgres = await LocalPostgres.StartAsync(defaults with
        {
            DataFolder = configuration["Postgres:DataFolder"] ?? defaults.DataFolder,
            BinariesFolder = configuration["Postgres:BinariesFolder"],
            Port = configuration.GetValue<int?>("Postgres:Port"),
        }, stop);
        await log.WriteLineAsync($"PostgreSQL {postgres.Major} on 127.0.0.1:{postgres.Port}, data in {postgres.DataFolder} ({clock.Elapsed.TotalSeconds:N1} s)");
        return postgres;
    }

    private static async Task PrepareAsync(string owner, string reader, string seeds, TextWriter log, CancellationToken stop)
    {
        await using var database = NpgsqlDataSource.Create(owner);
        await Migrator.UpAsync(database, Script.All, log, stop);
        if (new NpgsqlConnectionStringBuilder(reader) is { Username: Migrator.Reader, Password: { Length: > 0 } password })
            await Migrator.SetReaderPasswordAsync(database, password, stop);
        var load = await Loader.LoadAsync(database, new SeedFolder(seeds), TextWriter.Null, stop);
        await log.WriteLineAsync($"Dataset version {load.Version}{(load.Changed ? ", just loaded" : ", unchanged")}");
    }

    private static async Task ServeAsync(string[] args, string reader, LocalPostgres? postgres, TextWriter log, CancellationToken stop)
    {
        await using var api = ApiApplication.Build(args, reader);
        await api.StartAsync(stop);
        var address = api.Urls.First();
        await log.WriteLineAsync($"Serving {address}/v1 — explore it at {address}/swagger — Ctrl-C stops");
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

    /// <summary>The API's own connection: the same database, as the role that may only read.</summary>
    private static string ReaderOf(string owner) => new NpgsqlConnectionStringBuilder(owner)
    {
        Username = Migrator.Reader,
        // It follows from the owner's password, so that there is nothing to keep, and several hosts of one database agree.
        Password = Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(new NpgsqlConnectionStringBuilder(owner).Password ?? ""), Encoding.UTF8.GetBytes(Migrator.Reader))),
    }.ConnectionString;

    private static PosixSignalRegistration OnSignal(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
}
