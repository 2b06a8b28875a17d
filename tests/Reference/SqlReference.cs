using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace Reference;

/// <summary>
/// A hand-written minimal API for five addresses and the current version, with literal SQL on raw Npgsql and code for every
/// member. Its bodies equal those of the service. It parses no parameters, and caches the version and every total.
/// </summary>
internal sealed class SqlReference(NpgsqlDataSource database)
{
    private const int Limit = 20;
    private const string Count = "select count(*) from";
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private readonly ConcurrentDictionary<string, long> _totals = new();
    private DatasetVersion? _version;

    public static WebApplication Build(string address, string? connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            MaxPoolSize = 20,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        };
        var reference = new SqlReference(NpgsqlDataSource.Create(settings));
        var app = Server.Build(address);
        app.MapGet("/v1/trade-figures/{id}", reference.RecordAsync);
        app.MapGet("/v1/trade-figures/facets", reference.FacetsAsync);
        app.MapGet("/v1/trade-figures", http => http.Request.Query.ContainsKey("sort") ? reference.FilteredAsync(http) : reference.ListAsync(http));
        app.MapGet("/v1/statements", reference.SearchAsync);
        return app;
    }

    private async Task RecordAsync(HttpContext http)
    {
        await using var command = database.CreateCommand($"select {TradeFigureRow.Columns} from trade_figures where id = $1 and until is null");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = (string)http.GetRouteValue("id")! });
        await using var rows = await command.ExecuteReaderAsync(http.RequestAborted);
        if (!await rows.ReadAsync(http.RequestAborted))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(body, Json);
        TradeFigureRow.Write(json, rows);
        await SendAsync(http, json, body);
    }

    private async Task ListAsync(HttpContext http)
    {
        await using var command = database.CreateCommand($"""
            select {TradeFigureRow.Columns}, date_start::text as key0, id from trade_figures
            where until is null
            order by date_start desc nulls last, id limit 21
            """);
        await PageAsync(
            http, command, new("trade-figures", "", "-date,id", []),
            $"{Count} trade_figures where until is null", TradeFigureRow.Write, TradeFigureRow.Width);
    }

    private async Task FilteredAsync(HttpContext http)
    {
        await using var command = database.CreateCommand($"""
            select {TradeFigureRow.Columns}, value::text as key0, id from trade_figures
            where until is null and indicator = $1 and reporters && array[$2]
            order by value desc nulls last, id limit 21
            """);
        var query = http.Request.Query;
        string indicator = query["indicator"]!, reporter = query["reporter"]!;
        AddText(command, indicator, reporter);
        var page = new Page(
            "trade-figures", $"indicator={indicator}&reporter={reporter}&sort=-value", "-value,id",
            [("indicator", indicator), ("reporter", reporter)]);
        await PageAsync(
            http, command, page,
            $"{Count} trade_figures where until is null and indicator = $1 and reporters && array[$2]", TradeFigureRow.Write, TradeFigureRow.Width);
    }

    private async Task SearchAsync(HttpContext http)
    {
        await using var command = database.CreateCommand($"""
            select {StatementRow.Columns}, ts_rank(search, websearch_to_tsquery('dataset_english', $1))::text, id from statements
            where until is null and search @@ websearch_to_tsquery('dataset_english', $1)
            order by ts_rank(search, websearch_to_tsquery('dataset_english', $1)) desc nulls last, id limit 21
            """);
        string q = http.Request.Query["q"]!;
        AddText(command, q);
        await PageAsync(
            http, command, new("statements", $"q={q}", "-rank,id", [("q", q)]),
            $"{Count} statements where until is null and search @@ websearch_to_tsquery('dataset_english', $1)",
            StatementRow.Write, StatementRow.Width);
    }

    private async Task FacetsAsync(HttpContext http)
    {
        var version = await VersionAsync();
        await using var command = database.CreateCommand("""
            select 0 as field, indicator as value, count(*) as count from trade_figures where until is null group by indicator
            union all
            select 1, reporter, count(*) from trade_figures where until is null group by reporter
            order by field, count desc, value
            """);
        await using var rows = await command.ExecuteReaderAsync(http.RequestAborted);
        var body = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(body, Json);
        json.WriteStartObject();
        json.WriteStartArray("data");
        var more = await rows.ReadAsync(http.RequestAborted);
        for (var field = 0; field < 2; field++)
        {
            json.WriteStartObject();
            json.WriteString("field", field == 0 ? "indicator" : "reporter");
            json.WriteStartArray("values");
            for (; more && rows.GetInt32(0) == field; more = await rows.ReadAsync(http.RequestAborted))
            {
                json.WriteStartObject();
                json.WriteString("value", rows.GetString(1));
                json.WriteNumber("count", rows.GetInt64(2));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        version.BeginMeta(json, []);
        json.WriteEndObject();
        json.WriteEndObject();
        await SendAsync(http, json, body);
    }

    private async Task PageAsync(
        HttpContext http, NpgsqlCommand command, Page page, string count, Action<Utf8JsonWriter, NpgsqlDataReader> write, int width)
    {
        var version = await VersionAsync();
        var total = await TotalAsync($"{page.Resource}?{page.Question}", count, command.Parameters);
        var body = new ArrayBufferWriter<byte>(32 * 1024);
        using var json = new Utf8JsonWriter(body, Json);
        json.WriteStartObject();
        json.WriteStartArray("data");
        await using var rows = await command.ExecuteReaderAsync(http.RequestAborted);
        string? next = null;
        string?[] last = [];
        for (var row = 0; await rows.ReadAsync(http.RequestAborted); row++)
        {
            if (row == Limit)
            {
                next = page.Next(http.Request, Limit, version, last);
                break;
            }

            write(json, rows);
            if (row == Limit - 1)
                last = [rows.IsDBNull(width) ? null : rows.GetString(width), rows.GetString(width + 1)];
        }

        json.WriteEndArray();
        json.WriteStartObject("page");
        json.WriteNumber("limit", Limit);
        json.WriteNumber("total", total);
        json.WriteString("next", next);
        json.WriteString("next_cursor", next?[(next.LastIndexOf('=') + 1)..]);
        json.WriteEndObject();
        version.BeginMeta(json, page.Filters);
        json.WriteString("sort", page.Sort);
        json.WriteEndObject();
        json.WriteEndObject();
        await SendAsync(http, json, body);
    }

    private static void AddText(NpgsqlCommand command, params string[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
    }

    private async ValueTask<long> TotalAsync(string question, string count, NpgsqlParameterCollection parameters)
    {
        if (_totals.TryGetValue(question, out var known))
            return known;
        await using var command = database.CreateCommand(count);
        AddText(command, [.. parameters.Select(parameter => (string)parameter.Value!)]);
        return _totals[question] = (long)(await command.ExecuteScalarAsync())!;
    }

    private async ValueTask<DatasetVersion> VersionAsync()
    {
        if (_version is { } known)
            return known;
        await using var command = database.CreateCommand(
            "select version, content_hash, cursor_key from dataset_versions, installation order by version desc limit 1");
        await using var rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();
        return _version = new DatasetVersion(rows.GetInt32(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2));
    }

    private static async Task SendAsync(HttpContext http, Utf8JsonWriter json, ArrayBufferWriter<byte> body)
    {
        await json.FlushAsync();
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.Body.WriteAsync(body.WrittenMemory);
    }
}
