using System.Text.Json;
using Dapper;
using Tests.Fixtures;
using Xunit;

namespace Tests.Api.Observability;

/// <summary>
/// The API in its own process, because a listener hears a whole process. It sends its telemetry to a receiver, and logs every
/// category as JSON. Its database has one defect: visits are unreadable.
/// </summary>
public sealed class ObservedApi(PrivatePostgres postgres) : IAsyncLifetime
{
    private TestDatabase? _database;
    private ProgramProcess? _process;
    private OtlpReceiver? _receiver;

    /// <summary>A client of the API. Addresses are relative.</summary>
    public HttpClient Client { get; private set; } = null!;

    internal OtlpReceiver Receiver => _receiver!;

    /// <summary>The output of the process on both streams.</summary>
    public string Written => _process!.Output + _process.Error;

    /// <summary>The log. Every line is a JSON object.</summary>
    public IEnumerable<JsonElement> Log => _process!.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        await using (var owner = await _database.Owner.OpenConnectionAsync())
            await owner.ExecuteAsync("alter table visits drop column occurrences");
        _receiver = await OtlpReceiver.StartAsync();
        _process = ProgramProcess.Start("Api", ["--urls", "http://127.0.0.1:0"],
            ("ConnectionStrings__Dataset", _database.ReaderConnection),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _receiver.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("Logging__Console__FormatterName", "json"),
            ("Logging__LogLevel__Default", "Information"), ("Logging__LogLevel__Microsoft.AspNetCore", "Information"),
            ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Information"), ("Logging__Console__LogLevel__Default", "Information"),
            ("Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Information"));
        const string Listening = "Now listening on: ";
        var line = JsonSerializer.Deserialize<JsonElement>(await _process.LineAsync(line => line.Contains(Listening)));
        Client = new HttpClient { BaseAddress = new Uri(line.GetProperty("Message").GetString()![Listening.Length..]) };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
