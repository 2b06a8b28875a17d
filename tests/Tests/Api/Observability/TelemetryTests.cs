using System.Net;
using System.Text.Json;
using Api;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Tests.Support;
using Xunit;

namespace Tests.Api.Observability;

/// <summary>An operator sees the traces, metrics and logs of the service. They do not contain queries.</summary>
public sealed class TelemetryTests(ObservedApi api) : IClassFixture<ObservedApi>
{
    private const int Server = 2;
    private const int Client = 3;

    [Fact]
    public async Task Request_and_database_are_spans_of_clients_trace()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        using var response = await api.Client.RequestAsync("/v1/statements?limit=3&kind=quote", ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var request = await api.Receiver.ArrivesAsync(received =>
            received.Spans.SingleOrDefault(span => span.TraceId == Trace && span.Kind == Server));
        Assert.Equal(("GET /v1/statements", "b7ad6b7169203331"), (request.Name, request.ParentId));
        await api.Receiver.ArrivesAsync(received => received.Spans.FirstOrDefault(span =>
            span.TraceId == Trace && span.Kind == Client && span.ParentId == request.Id && span.Source == "Npgsql"));
        Assert.Equal("bilateral-relations-api", Assert.Single(api.Receiver.Services));
    }

    [Theory]
    [InlineData("/v1/statements?limit=0", 400)]
    [InlineData("/v1/statements/no-such-record", 404)]
    [InlineData("/v1/visits", 500)]
    public async Task Problem_has_the_trace_id_of_its_span(string address, int status)
    {
        var trace = (await api.Client.ProblemAsync(address, status)).GetProperty("trace_id").GetString();
        await api.Receiver.ArrivesAsync(received => received.Spans.FirstOrDefault(span => span.TraceId == trace && span.Kind == Server));
    }

    [Fact]
    public async Task Background_work_is_not_traced()
    {
        await api.Client.JsonAsync("/v1/statements?limit=4");
        await api.Receiver.ArrivesAsync(received => received.Spans.FirstOrDefault(span => span.Source == "Npgsql"));
        var spans = api.Receiver.Spans.ToArray();
        Assert.DoesNotContain(spans, span => span.Source == "Npgsql" && span.ParentId.Length == 0 && span.Name.Contains("dataset_versions"));
    }

    [Fact]
    public async Task Answers_tables_problems_and_versions_are_counted()
    {
        for (var i = 0; i < 2; i++)
        {
            using var packed = await api.Client.RequestAsync("/v1/agreements?limit=3", ("Accept-Encoding", "gzip"));
            Assert.Equal("gzip", packed.Header("Content-Encoding"));
        }

        var rows = (await api.Client.LinesAsync("/v1/people.ndjson")).Count;
        await api.Client.ProblemAsync("/v1/people?limit=0", 400);
        await CountedAsync("bilateral_relations.answers", "cache=miss,coding=gzip", 1);
        await CountedAsync("bilateral_relations.answers", "cache=hit,coding=gzip", 1);
        await CountedAsync("bilateral_relations.exports.rows", "format=ndjson", rows);
        await CountedAsync("bilateral_relations.places.taken", "class=light", 0);
        await CountedAsync("bilateral_relations.problems", "type=bad-request", 1);
        await CountedAsync("bilateral_relations.dataset.version", "", 1);
        await CountedAsync("bilateral_relations.dataset.versions", "", 1);
        foreach (var others in new[] { "http.server.request.duration", "db.client.operation.duration", "dotnet.gc.collections" })
            await api.Receiver.ArrivesAsync(received => received.Points.FirstOrDefault(point => point.Metric == others));

        Task CountedAsync(string metric, string attributes, long least) =>
            api.Receiver.ArrivesAsync(received => received.Points.FirstOrDefault(point =>
                point.Metric == metric && point.Attributes == attributes && point.Value >= least));
    }

    [Fact]
    public async Task Server_error_is_logged_with_trace_id()
    {
        var trace = (await api.Client.ProblemAsync("/v1/visits?limit=5", 500)).GetProperty("trace_id").GetString()!;
        var line = await LoggedAsync(trace, "Api.Requests");
        Assert.Equal(
            ("Error", "GET", "/v1/visits", "500"),
            (line.GetProperty("LogLevel").GetString(), State(line, "Method"), State(line, "Path"), State(line, "Status")));
        Assert.Equal(trace, State(line, "TraceId"));
        Assert.Contains(line.GetProperty("Scopes").EnumerateArray(), scope => scope.TryGetProperty("TraceId", out var id) && id.GetString() == trace);
        await api.Receiver.ArrivesAsync(received => received.TracesOfLog.FirstOrDefault(of => of == trace));
        // The framework logs the cause.
        var framework = await LoggedAsync(trace, "Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware");
        Assert.Contains("occurrences", framework.GetProperty("Exception").GetString());
    }

    [Fact]
    public async Task Queries_are_not_logged_or_traced()
    {
        const string Secret = "secret-4711";
        foreach (var address in new[]
        {
            $"/v1/statements?q={Secret}", $"/v1/statements?q={Secret}", $"/v1/statements.csv?q={Secret}", $"/v1/search?q={Secret}",
            $"/v1/statements?title__contains={Secret}", $"/v1/statements?kind={Secret}", $"/v1/statements?no_such_parameter={Secret}",
            $"/v1/statements?cursor={Secret}", $"/v1/nowhere?q={Secret}", $"/v1/visits?q={Secret}", $"/swagger/index.html?q={Secret}",
        })
        {
            using var response = await api.Client.RequestAsync(address, ("Origin", "https://example.org"));
        }

        using var post = await api.Client.PostAsync($"/v1/statements?q={Secret}", null);
        var trace = (await api.Client.ProblemAsync($"/v1/visits?title__contains={Secret}", 500)).GetProperty("trace_id").GetString()!;
        await LoggedAsync(trace, "Api.Requests");
        await api.Receiver.ArrivesAsync(received => received.Spans.FirstOrDefault(span => span.TraceId == trace && span.Kind == Server));
        Assert.Contains("Executing endpoint", api.Written); // The framework logs how it handles requests.
        Assert.DoesNotContain(Secret, api.Written);
        Assert.False(api.Receiver.Has(Secret));
        Assert.True(api.Receiver.Has("url.query")); // The trace shows that there was a query, but not its text.
    }

    [Fact]
    public async Task Telemetry_is_off_without_a_receiver()
    {
        await using var services = (ServiceProvider)ApiApplication.Build([], "Host=127.0.0.1;Port=1").Services;
        Assert.Null(services.GetService<TracerProvider>());
        Assert.Null(services.GetService<MeterProvider>());
        Assert.Null(services.GetService<LoggerProvider>());
    }

    private async Task<JsonElement> LoggedAsync(string trace, string category)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            var found = api.Log.FirstOrDefault(line =>
                line.GetProperty("Category").GetString() == category && line.GetRawText().Contains(trace));
            if (found.ValueKind == JsonValueKind.Object)
                return found;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{category} logged nothing of {trace} within ten seconds:\n{api.Written}");
        return default;
    }

    private static string? State(JsonElement line, string name) => line.GetProperty("State").GetProperty(name).ToString();
}
