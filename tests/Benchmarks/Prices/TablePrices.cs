using System.Diagnostics;
using System.Text.Json;
using Benchmarks.Running;

namespace Benchmarks.Prices;

/// <summary>The cost of all records of a view in a table format. The number of rows is null if the view's list does not answer.</summary>
internal sealed record TablePrice(Price Price, int? Rows);

/// <summary>Measures every table format of every view, for as long as there is time.</summary>
internal static class TablePrices
{
    public static async Task<IReadOnlyList<TablePrice>> MeasureAsync(
        ApiDocument document, PriceMeter meter, WebProcess service, int seconds, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var tables = new List<TablePrice>();
        foreach (var operation in document.Tables)
        {
            var needed = operation.Parameters.Values.Where(parameter => parameter.IsRequired && !parameter.IsInPath)
                .ToDictionary(parameter => parameter.Name, parameter => parameter.Example!);
            if (operation.Parameters.ContainsKey("since"))
                needed["since"] = "0";
            var rows = operation.IsBundle ? null : await CountAsync(service, new(operation with { Path = operation.View }, needed), cancel);
            foreach (var format in operation.IsBundle ? (IReadOnlyList<string?>)[null] : operation.Parameters["format"].Allowed)
            {
                if (clock.Elapsed.TotalSeconds >= seconds)
                    return tables;
                var parameters = new Dictionary<string, string>(needed);
                if (format is not null)
                    parameters["format"] = format;
                var request = new ApiRequest(operation, parameters);
                tables.Add(new(await meter.RepeatAsync(request, cancel), rows));
            }
        }

        return tables;
    }

    private static async Task<int?> CountAsync(WebProcess service, ApiRequest list, CancellationToken cancel)
    {
        using var page = await service.Client.GetAsync(list.Address, cancel);
        if (!page.IsSuccessStatusCode)
            return null;
        using var json = JsonDocument.Parse(await page.Content.ReadAsStreamAsync(cancel));
        return json.RootElement.GetProperty("page").GetProperty("total").GetInt32();
    }
}
