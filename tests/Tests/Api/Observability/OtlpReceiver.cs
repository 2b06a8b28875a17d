using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Tests.Api.Observability;

/// <summary>Receives OTLP over HTTP on a local port, and keeps the messages.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _traces = [];
    private readonly ConcurrentQueue<byte[]> _metrics = [];
    private readonly ConcurrentQueue<byte[]> _logs = [];

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/traces", http => KeepAsync(http, _traces));
        _app.MapPost("/v1/metrics", http => KeepAsync(http, _metrics));
        _app.MapPost("/v1/logs", http => KeepAsync(http, _logs));
    }

    /// <summary>The address for OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var receiver = new OtlpReceiver();
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>All spans: resource_spans, scope_spans, spans.</summary>
    public IEnumerable<Span> Spans => _traces.SelectMany(bytes => new ProtobufMessage(bytes).At(1, 2)).SelectMany(scope => scope.At(2).Select(span =>
        new Span(span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), scope.At(1).Single().Text(1))));

    /// <summary>All points of gauges, sums and histograms: resource_metrics, scope_metrics, metrics.</summary>
    public IEnumerable<Point> Points => _metrics.SelectMany(bytes => new ProtobufMessage(bytes).At(1, 2, 2)).SelectMany(metric =>
        metric.At(5, 1).Concat(metric.At(7, 1)).Select(point => (point, attributes: 7, value: 6)) // data_points of Gauge and Sum: attributes, as_int
            .Concat(metric.At(9, 1).Select(point => (point, attributes: 9, value: 4))) // of Histogram: attributes, count
            .Select(found => new Point(
                metric.Text(1),
                string.Join(',', found.point.At(found.attributes)
                    .Select(pair => $"{pair.Text(1)}={pair.At(2).Single().Text(1)}").Order(StringComparer.Ordinal)),
                (long)found.point.Number(found.value))));

    /// <summary>The trace ids of the log lines: resource_logs, scope_logs, log_records.</summary>
    public IEnumerable<string> TracesOfLog => _logs.SelectMany(bytes => new ProtobufMessage(bytes).At(1, 2, 2)).Select(line => line.Hex(9));

    /// <summary>The service names in the received resources.</summary>
    public IEnumerable<string> Services => _traces.Concat(_metrics).Concat(_logs).SelectMany(bytes => new ProtobufMessage(bytes).At(1, 1, 1))
        .Where(attribute => attribute.Text(1) == "service.name").Select(attribute => attribute.At(2).Single().Text(1)).Distinct();

    /// <summary>Whether any received message contains the text.</summary>
    public bool Has(string text) => _traces.Concat(_metrics).Concat(_logs).Any(bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <summary>Waits until the expected message arrives. The service sends often.</summary>
    public async Task<T> ArrivesAsync<T>(Func<OtlpReceiver, T?> find) where T : class
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (find(this) is { } found)
                return found;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"It did not arrive within ten seconds. Spans:\n{string.Join('\n', Spans)}\nPoints:\n{string.Join('\n', Points.Distinct())}");
        return null!;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task KeepAsync(HttpContext http, ConcurrentQueue<byte[]> kept)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        kept.Enqueue(body.ToArray());
        http.Response.ContentType = "application/x-protobuf"; // An empty body is an ExportResponse that reports success.
    }
}
