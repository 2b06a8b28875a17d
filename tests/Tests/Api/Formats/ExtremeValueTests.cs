using System.Globalization;
using System.Text.Json;
using Api.Listing.Declare;
using Benchmarks.Hostile;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Formats;

/// <summary>
/// Days from 0001-01-01 to 9999-12-31, the smallest and largest numbers, and texts of any length and letters are the same in every format. A
/// spreadsheet refuses what it cannot hold.
/// </summary>
public sealed class ExtremeValueTests(ExtremeValueTests.ExtremeApi api) : IClassFixture<ExtremeValueTests.ExtremeApi>
{
    [Theory, MemberData(nameof(Cases.List), MemberType = typeof(Cases))]
    public async Task Extreme_values_are_the_same_in_every_format(string view)
    {
        var query = view switch { "search" => "q=synthetic", "panel" => "date_from=9999&dyad=CHN-RUS", _ => Cases.Query(view) };
        var fields = Cases.FindView(view).Fields;
        var rows = await api.Client.LinesAsync($"/v1/{view}.ndjson?{query}");
        Assert.True(rows.Count > 0 || view == "panel");

        var numbers = fields.Where(field => field.Kind.Storage == Storage.Decimal).Select(field => field.Name).ToHashSet();
        var texts = numbers.Count == 0 ? "" : $" replace ({string.Join(", ", numbers.Select(name => $"{name}::varchar as {name}"))})";
        var parquet = TypedTables.QueryParquet(await api.Client.GetByteArrayAsync($"/v1/{view}.parquet?{query}"), $"select *{texts} from {{file}}");
        Assert.Equal(
            rows.Select(row => TypedTables.Plain(row.EnumerateObject().Select(member => (object)member.Value))),
            parquet.Select(row => TypedTables.Plain(row.Select((value, i) => numbers.Contains(fields[i].Name) && value is string text
                ? decimal.Parse(text, CultureInfo.InvariantCulture) : value))));

        var csv = Csv.Parse(await api.Client.GetStringAsync($"/v1/{view}.csv?{query}")).Skip(1).ToArray();
        Assert.Equal(rows.Count, csv.Length);
        foreach (var (row, cells) in rows.Zip(csv))
        {
            for (var i = 0; i < fields.Count; i++)
                Csv.AssertSame(row.GetProperty(fields[i].Name), cells[i], fields[i], fields[i].Name);
        }

        await AreCellsAsync(view, query, [.. fields.Where(field => field.Kind.Storage == Storage.Date)], rows);
        Assert.NotEmpty(await api.Client.GetByteArrayAsync($"/v1/{view}.arrow?{query}"));
    }

    [Theory, InlineData("trade-figures", "value"), InlineData("indicators", "value"), InlineData("visits", "note")]
    public async Task Sheet_refuses_by_name_what_it_cannot_hold(string resource, string field)
    {
        var error = await api.Client.ErrorAsync($"/v1/{resource}.xlsx", "format", "does_not_fit");
        Assert.Contains($"{field} ", error.Detail);
    }

    [Theory, InlineData("timeline"), InlineData("trade-figures"), InlineData("panel")]
    public async Task Charts_hold_both_ends_of_time(string view)
    {
        foreach (var query in new[] { "", "date_from=0001-01-01&date_to=0001-01-01", "date_from=9999-12-31", "date_to=0001" })
        {
            if (view == "panel" && !query.Contains('-'))
                continue; // It is slow over all years.
            foreach (var format in new[] { "svg", "png" })
            {
                using var response = await api.Client.GetAsync($"/v1/{view}/chart.{format}?width=2400&height=1600&{query}");
                if (!response.IsSuccessStatusCode)
                    Assert.Equal("does_not_fit", (await response.ProblemAsync(400)).GetProperty("errors")[0].GetProperty("code").GetString());
            }
        }
    }

    /// <summary>Days before March 1900 are text in a sheet, whose own count of days is wrong there.</summary>
    private async Task AreCellsAsync(string view, string query, Field[] days, IReadOnlyList<JsonElement> rows)
    {
        if (days.Length == 0)
            return;
        var chosen = string.Join(',', days.Select(day => day.Name));
        var sheet = TypedTables.ReadSheet(await api.Client.GetByteArrayAsync($"/v1/{view}.xlsx?fields={chosen}&{query}")).Skip(1).ToArray();
        Assert.Equal(
            rows.Select(row => string.Join(' ', days.Select(day => row.GetProperty(day.Name).GetString()))),
            sheet.Select(cells => string.Join(' ', cells.Select(cell => cell is DateTime day ? $"{day:yyyy-MM-dd}" : cell))));
    }

    /// <summary>The API over a hostile dataset.</summary>
    public sealed class ExtremeApi(PrivatePostgres postgres) : SeededApi(postgres, Hostile)
    {
        private static SeedSet Hostile()
        {
            using var folder = new TemporaryFolder();
            HostileSeeds.Write(folder.In("seeds"), HostileSeeds.Sizes[^1], seed: 1, CancellationToken.None);
            return SeedSet.Read(folder.In("seeds"));
        }
    }
}
