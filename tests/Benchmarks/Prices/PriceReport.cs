using System.Globalization;
using System.Text;

namespace Benchmarks.Prices;

/// <summary>Prices as Markdown.</summary>
internal static class PriceReport
{
    private const double DearMilliseconds = 1000;
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>The table of the dearest pages, and a summary of them. Longer addresses are cut.</summary>
    public static string OfPages(IReadOnlyList<Price> dearest, int longest)
    {
        var text = new StringBuilder("| page | class | service ms | PostgreSQL ms | bytes | rows |\n|---|---|--:|--:|--:|--:|\n");
        foreach (var price in dearest)
        {
            text.Append(Plain, $"| `{Cut(price.Request.Address, longest)}` | {price.Class ?? "-"} | {price.Service:N0} | {price.Database:N0} ");
            text.Append(Plain, $"| {price.Bytes:N0} | {price.Rows?.ToString("N0", Plain) ?? "–"} |\n");
        }

        text.Append(Plain, $"\nThe dearest takes {dearest.Select(price => price.Total).DefaultIfEmpty().Max():N0} ms of processor time; ");
        text.Append(Plain, $"{dearest.Count(price => price.Total > DearMilliseconds)} of {dearest.Count} take more than a second.\n");
        return text.ToString();
    }

    /// <summary>The table of tables.</summary>
    public static string OfTables(IReadOnlyList<TablePrice> tables)
    {
        var text = new StringBuilder(
            "| table | class | service ms | PostgreSQL ms | bytes | rows | service ms/100,000 rows | PostgreSQL ms/100,000 rows |\n"
            + "|---|---|--:|--:|--:|--:|--:|--:|\n");
        foreach (var (price, rows) in tables)
        {
            text.Append(Plain, $"| `{price.Request.Address}` | {price.Class ?? "-"} | {price.Service:N0} | {price.Database:N0} | {price.Bytes:N0} ");
            text.Append(Plain, $"| {rows?.ToString("N0", Plain) ?? "–"} | {Per(price.Service, rows)} | {Per(price.Database, rows)} |\n");
        }

        return text.ToString();
    }

    /// <summary>The number of answers of each status, and each request that got an error.</summary>
    public static string OfStatuses(IReadOnlyCollection<Price> prices, int longest)
    {
        var counts = prices.CountBy(price => price.Status).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} of {pair.Key}");
        var text = new StringBuilder($"Statuses: {string.Join(", ", counts)}\n");
        foreach (var price in prices.Where(price => price.Status != 200).OrderByDescending(price => price.Status))
            text.Append(Plain, $"- {price.Status} `{Cut(price.Request.Address, longest)}`: {price.Service:N0} + {price.Database:N0} ms\n");
        return text.ToString();
    }

    private static string Per(double milliseconds, int? rows) =>
        rows is null or 0 ? "–" : (milliseconds / rows.Value * 100_000).ToString("N0", Plain);

    private static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
