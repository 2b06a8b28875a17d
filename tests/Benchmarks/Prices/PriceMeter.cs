using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchmarks.Measuring;
using Benchmarks.Running;

namespace Benchmarks.Prices;

/// <summary>The cost of one request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Status">The status of the answer; 0 when the connection broke.</param>
/// <param name="Class">The class that the service gives the request before it runs; null if it gives none.</param>
/// <param name="Service">Milliseconds of processor time of the service.</param>
/// <param name="Database">Milliseconds of processor time of PostgreSQL.</param>
/// <param name="Bytes">The size of the answer, compressed if it is.</param>
/// <param name="Rows">The number of records in a page of JSON; null for other answers.</param>
/// <param name="Next">The address of the next page, if there is one.</param>
internal sealed record Price(
    ApiRequest Request, int Status, string? Class, double Service, double Database, long Bytes, int? Rows = null, string? Next = null)
{
    public double Total => Service + Database;

    /// <summary>Whether the service could not answer a request that it allows.</summary>
    public bool IsFailure => Status is 0 or >= 500;
}

/// <summary>Sends one request at a time, and reads the clocks of the processes before and after it.</summary>
internal sealed partial class PriceMeter(WebProcess service, int databaseServer)
{
    private const int MostRepetitions = 10;
    private const double EnoughMilliseconds = 1000;

    /// <summary>The clocks tick every 10 ms. Below this, a mean over all ticks is more exact than a median.</summary>
    private const double HidesTicks = 100;

    private int _sent;

    public async Task<Price> MeasureAsync(ApiRequest request, CancellationToken cancel)
    {
        var (processor, database) = (ProcessUsage.Processor(service.Id), ProcessUsage.ProcessorOfTree(databaseServer));
        Price price;
        try
        {
            price = await AskAsync(request, cancel);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            price = new(request, 0, null, 0, 0, 0);
        }

        return price with
        {
            Service = (ProcessUsage.Processor(service.Id) - processor) * 1000,
            Database = (ProcessUsage.ProcessorOfTree(databaseServer) - database) * 1000 ?? 0,
        };
    }

    /// <summary>Repeats a request ten times, or for a second of processor time.</summary>
    public async Task<Price> RepeatAsync(ApiRequest request, CancellationToken cancel)
    {
        var all = new List<Price>();
        while (all.Count < MostRepetitions && all.Sum(price => price.Total) < EnoughMilliseconds)
            all.Add(await MeasureAsync(request, cancel));
        return all[^1] with { Service = Typical(price => price.Service), Database = Typical(price => price.Database) };

        double Typical(Func<Price, double> cost) => Median.Of(all, cost) is var median && median >= HidesTicks ? median : all.Average(cost);
    }

    private async Task<Price> AskAsync(ApiRequest request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, request.Unlike(++_sent).Address);
        message.Headers.Add("Prefer", "server-timing");
        message.Headers.Add("Accept-Encoding", "br"); // As browsers do. The service compresses what it sends once.
        using var answer = await service.Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        var isPage = answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType == "application/json";
        using var kept = new MemoryStream();
        if (isPage)
            await body.CopyToAsync(kept, cancel);
        var bytes = isPage ? kept.Length : await Bulk.DrainAsync(body, cancel);
        var price = new Price(request, (int)answer.StatusCode, ClassOf(answer), 0, 0, bytes);
        return isPage ? WithRows(price, kept, answer.Content.Headers.ContentEncoding.Contains("br")) : price;
    }

    /// <summary>The class of a request, from the header Server-Timing: heavy in <c>cost;desc=heavy</c>.</summary>
    public static string? ClassOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Server-Timing", out var timings) && ClassPattern().Match(string.Join(", ", timings)) is { Success: true } match
            ? match.Groups[1].Value : null;

    private static Price WithRows(Price price, MemoryStream body, bool isCompressed)
    {
        body.Position = 0;
        using var plain = isCompressed ? new BrotliStream(body, CompressionMode.Decompress) : (Stream)body;
        using var json = JsonDocument.Parse(plain);
        var root = json.RootElement;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var rows) && rows.ValueKind == JsonValueKind.Array
            ? price with
            {
                Rows = rows.GetArrayLength(),
                Next = root.TryGetProperty("page", out var page) && page.TryGetProperty("next", out var next) ? next.GetString() : null,
            }
            : price;
    }

    [GeneratedRegex("\\bcost;desc=\"?([a-z]+)")]
    private static partial Regex ClassPattern();
}
