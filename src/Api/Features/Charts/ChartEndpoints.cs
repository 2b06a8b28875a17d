using System.Text;
using Api.Caching;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Reading;
using Api.Resources;
using Api.Views;
using Dapper;
using Npgsql;

namespace Api.Features.Charts;

/// <summary>Pictures of the records that a query finds.</summary>
internal static class ChartEndpoints
{
    private const int MostNamed = 4;

    private static readonly (string Extension, string MediaType)[] Formats = [("svg", "image/svg+xml"), ("png", "image/png")];

    private static readonly string Offered = $"Its formats are {string.Join(" and ", Formats.Select(format => format.Extension))}.";

    private delegate Task<Chart> ChartReader(NpgsqlConnection connection, ListQuery query, DatasetVersion version, CancellationToken cancel);

    private static readonly (View View, ChartReader Read, string Description)[] All =
    [
        (TradeFigures.Resource, TradeChart.ReadAsync,
            "Each figure that matches, over the period that it is for: reported ones filled, estimated, expected, announced and targeted ones "
            + "in shapes of their own, and those that are not exact with a tail. "
            + "A line joins the figures of whole years that /v1/trade-figures/series prefers. One axis has one unit: where several indicators match, "
            + "trade_value in USD is drawn if it is among them, else that with the most figures, "
            + $"and of more than {TradeChart.MostSeries} series those with the most figures; the picture says what it leaves out."),
        (Timeline.View, TimelineChart.ReadAsync,
            "Each date as the time in which it may lie: a day as a point, a month, year or interval as a span, an approximate date lighter, "
            + "and what is open at an end reaching to the edge with an arrow. "
            + "A lane for each resource; records of the same date are one mark with their number."),
        (Panel.View, PanelChart.ReadAsync,
            "Visits, exercises, statements and agreements of one dyad, per period. Marks distinguish what certainly lies in a period, what may, 0, "
            + "and the time for which nothing is recorded. Where several dyads match, that with the most records is drawn, and the picture says so."),
    ];

    public static void MapCharts(this IEndpointRouteBuilder routes)
    {
        foreach (var (view, read, description) in All)
        {
            var tag = view is Resource resource ? ResourceEndpoints.TagOf(resource) : Tags.Across;
            string[] names = [.. Formats.Select(format => format.Extension)];
            routes.MapRead(
                    $"/v1/{view.Name}/chart.{{format}}",
                    (string format, HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers) =>
                        AnswerAsync(http, view, format, read, requests, database, answers))
                .Describe($"draw{view.Rows.ManyIdentifier}", tag, $"Draw {view.Rows.Many} as a chart",
                    $"{description} The filters are those of the list; what does not fit into a picture is refused.")
                .PathExample("format", names[0], $"The format: {string.Join(", ", names)}.", names)
                .Of(view, RequestKind.Chart).AnswersFile(MediaTypes.Any).AnswersNotFound().AnswersUnavailable();
        }
    }

    private static async Task AnswerAsync(
        HttpContext http, View view, string extension, ChartReader read, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        var mediaType = Formats.FirstOrDefault(format => format.Extension == extension).MediaType
            ?? throw new NotFoundException($"A chart does not have the format '{extension}'. {Offered}", didYouMean: null);
        var query = await requests.ParseAsync(http, view, RequestKind.Chart, extension);
        var version = await requests.ResolveAsync(query, http.RequestAborted);
        var cancel = http.RequestAborted;
        var chartAddress = Address.Pinned(http.Request, $"/v1/{view.Name}/chart.{extension}", version.Version, query.Given);
        var filters = query.Given.Where(pair => pair.Key is not ("width" or "height" or "theme"));
        var table = Address.Pinned(http.Request, $"/v1/{view.Name}.csv", version.Version, filters);
        http.Response.ContentType = mediaType;
        http.Response.Headers.Link = $"<{chartAddress}>; rel=\"cite-as\", <{table}>; rel=\"alternate\"; type=\"text/csv\"";
        await answers.SendAsync(http, new($"{view.Name}/chart.{extension}?{query.Canonical}", version, async body =>
        {
            await using var connection = await database.OpenAsync(version, cancel);
            var chart = await read(connection, query, version, cancel);
            var (origin, documents) = await OriginAsync(connection, chart, version, cancel);
            http.Response.Headers[ApiHeaders.Description] = Ascii($"{chart.Title}. {chart.Alt}");
            await body.WriteAsync(await DrawingThread.RunAsync(() => extension == "png"
                ? Picture.Png(chart, origin, query.Picture)
                : SvgDocument.Write(Picture.Svg(chart, origin, query.Picture), chart.Title, string.Join(' ',
                    [chart.Subtitle, chart.Alt, .. chart.Notes, $"{origin} Documents: {documents}. The same data as CSV: {table}"]), table)), cancel);
        })
        {
            Price = Prices.Of(query, RequestKind.Chart, version),
            IsPinned = query.Version is not null,
            IsCompressed = extension == "png",
        });
    }

    /// <summary>The publishers of the documents, if they are few, and the dataset with its version.</summary>
    private static async Task<(string Origin, string Documents)> OriginAsync(
        NpgsqlConnection connection, Chart chart, DatasetVersion version, CancellationToken cancel)
    {
        var title = await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "select description ->> 'title' from dataset_versions where version = @Version", new { version.Version }, cancellationToken: cancel));
        var documents = (await connection.QueryAsync<Document>(new CommandDefinition(
            $"""
            select r.id, coalesce(r.publisher, r.title) as name
            from ({Sources.Resource.Sql}) r
            where @ids::text[] is null or r.id = any(@ids)
            order by r.id
            """,
            new { version = version.Version, ids = chart.SourceIds?.ToArray() }, cancellationToken: cancel))).AsList();
        var names = documents.Select(document => document.Name).Distinct().ToArray();
        var sources = names.Length is > 0 and <= MostNamed ? string.Join("; ", names) : $"{documents.Count} documents";
        return (
            $"Sources: {sources}. {title}, version {version.Version} of {version.LoadedAt:yyyy-MM-dd}.",
            documents.Count == 0 ? "none" : string.Join(", ", documents.Select(document => document.Id)));
    }

    /// <summary>A header can hold ASCII only; other characters are percent-encoded, as in addresses.</summary>
    private static string Ascii(string text)
    {
        var ascii = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            ascii.Append(rune.Value is >= ' ' and < 127 and not '%' ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return ascii.ToString();
    }

    private sealed record Document(string Id, string Name);
}
