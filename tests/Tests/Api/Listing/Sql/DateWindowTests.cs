using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>Windows of time over uncertain dates, compared with the dates themselves.</summary>
public sealed class DateWindowTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private static readonly (string? From, string? To)[] Windows =
    [
        ("2022", "2022"), ("2021", "2023"), ("2022-02", "2022-09"), ("2023-03", "2023-03"),
        ("2022-02-04", "2022-02-04"), ("2023-03-20", "2023-03-22"), ("2022-02-24", null), ("2023", null),
        (null, "2014"), (null, "2022-12"), (null, "2022-02-23"), ("2022", "2023-06-30"),
        ("0001", "9999"), ("2100", null), (null, "1900"),
    ];

    [Theory, MemberData(nameof(Cases.DatedResource), MemberType = typeof(Cases))]
    public async Task Window_finds_possible_or_certain_dates(string resource) =>
        await CheckAsync(api.Client, resource);

    [Fact]
    public async Task Every_form_of_date_meets_windows_correctly()
    {
        string?[] dates =
        [
            null, "2022", "2022-02", "2022-02-04", "2022-02-24", "201X", "20XX", "2022-XX-XX", "2022-02-XX",
            "2021-24", "2022-21", "2022~", "2022-09?", "2023-03-20%",
            "2023-03-20/2023-03-22", "2022-10/2023", "2022-02-24/..", "../2014", "2004-06/", "/2006", "2014/2022-02-23", "2022-12-31", "2023-01-01",
        ];
        await using var database = await postgres.CreateLoadedAsync(LoadedApi.Seeds.With<Visit>(visits => dates.Select((date, i) => visits[0] with
        {
            Id = $"date-{i}",
            Date = date is null ? null : FuzzyDate.Parse(date),
            DateBasis = date is null ? null : DateBasis.Stated,
        })));
        await using var running = await RunningApi.StartAsync(database);
        await CheckAsync(running.Client, "visits");
    }

    [Fact]
    public async Task An_unknown_date_lies_in_no_window()
    {
        var rows = await api.Client.RowsAsync("statements");
        var unknown = ApiRequests.Ids(rows.Where(row => row.GetProperty("date").GetString() is null));
        Assert.Empty(unknown.Intersect(await api.Client.IdsAsync("statements", "date_from=0001&date_to=9999")));
    }

    private static async Task CheckAsync(HttpClient client, string resource)
    {
        var rows = (await client.RowsAsync(resource)).Select(row => (Id: ApiRequests.Id(row), Date: row.GetProperty("date").GetString())).ToArray();
        foreach (var (from, to) in Windows)
        {
            var (first, last) = (from is null ? null : FuzzyDate.Parse(from).Start, to is null ? null : FuzzyDate.Parse(to).End);
            var window = string.Join('&', new[] { from is null ? null : $"date_from={from}", to is null ? null : $"date_to={to}" }.OfType<string>());
            string[] Ids(Func<FuzzyDate, bool> holds) =>
                [.. rows.Where(row => row.Date is not null && holds(FuzzyDate.Parse(row.Date))).Select(row => row.Id)];
            var possible = Ids(date => date.PossiblyWithin(first, last));
            var certain = Ids(date => date.CertainlyWithin(first, last));
            Assert.Equal(possible, await client.IdsAsync(resource, $"sort=id&{window}"));
            Assert.Equal(possible, await client.IdsAsync(resource, $"sort=id&{window}&date_match=possible"));
            Assert.Equal(certain, await client.IdsAsync(resource, $"sort=id&{window}&date_match=certain"));
        }
    }
}
