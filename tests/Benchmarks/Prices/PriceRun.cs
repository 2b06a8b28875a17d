using System.Diagnostics;
using Benchmarks.Running;

namespace Benchmarks.Prices;

/// <summary>What to measure, and for how long.</summary>
internal sealed record PriceSettings(ProductSettings Product, SearchBounds Search, bool WithPages, bool WithTables, string Output);

/// <summary>Lists the dearest pages of the service and the cost of its tables.</summary>
internal static class PriceRun
{
    private const int Pages = 100, LongestPrinted = 160;

    /// <returns>Whether the service answered everything.</returns>
    public static async Task<bool> RunAsync(PriceSettings settings, CancellationToken cancel)
    {
        await using var product = await ServedProduct.StartAsync(settings.Product, cacheMegabytes: 0, cancel);
        var (all, files) = (new List<Price>(), new List<string>());
        if (settings.WithPages)
        {
            var (meter, search) = await SearchAsync(product, settings.Search, cancel);
            var (dearest, clock) = (new List<Price>(), Stopwatch.StartNew());
            foreach (var found in search.Dearest(Pages))
                dearest.Add(clock.Elapsed.TotalSeconds < settings.Search.Seconds ? await meter.RepeatAsync(found.Request, cancel) : found);
            dearest.Sort((one, other) => other.Total.CompareTo(one.Total));
            all.AddRange([.. search.Prices, .. dearest]);
            Console.WriteLine($"\n{PriceReport.OfPages(dearest, LongestPrinted)}");
            files.Add(PriceReport.OfPages(dearest, int.MaxValue));
        }

        if (settings.WithTables)
        {
            var tables = await TablePrices.MeasureAsync(
                await DocumentAsync(product, cancel), Meter(product), product.Service, settings.Search.Seconds, cancel);
            all.AddRange(tables.Select(table => table.Price));
            files.Add(PriceReport.OfTables(tables));
            Console.WriteLine($"\n{files[^1]}");
        }

        Console.WriteLine(PriceReport.OfStatuses(all, LongestPrinted));
        files.Add(PriceReport.OfStatuses(all, int.MaxValue));
        Directory.CreateDirectory(settings.Output);
        await File.WriteAllTextAsync(Path.Combine(settings.Output, "prices.md"), string.Join('\n', files), cancel);
        Console.WriteLine($"Written to {settings.Output}.");
        return !all.Exists(price => price.IsFailure);
    }

    /// <summary>Searches for the dearest pages of a product.</summary>
    public static async Task<(PriceMeter Meter, PriceSearch Search)> SearchAsync(ServedProduct product, SearchBounds bounds, CancellationToken cancel)
    {
        var document = await DocumentAsync(product, cancel);
        var known = await KnownValues.ReadAsync(document, product.Service.Client, cancel);
        var meter = Meter(product);
        var search = new PriceSearch(new RequestGenerator(document, known, bounds.Seed), meter, bounds);
        Console.WriteLine($"Searching with {bounds.Requests:N0} requests of {document.Pages.Count()} operations, for at most {bounds.Seconds} s");
        await search.RunAsync(cancel);
        return (meter, search);
    }

    public static async Task<ApiDocument> DocumentAsync(ServedProduct product, CancellationToken cancel) =>
        ApiDocument.Parse(await product.Service.Client.GetStringAsync("/swagger/v1/swagger.json", cancel));

    private static PriceMeter Meter(ServedProduct product) => new(product.Service, product.Database.ServerProcess);
}
