using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Resources;

/// <summary>Contradictory records link to each other and to the reason.</summary>
public sealed class ContradictionTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task Contradicting_records_name_each_other()
    {
        foreach (var contradiction in await api.Client.RowsAsync("contradictions"))
        {
            var paths = Meaning.Texts(contradiction.GetProperty("records"));
            Assert.Equal(paths.Length, contradiction.GetProperty("record_count").GetInt32());
            foreach (var path in paths)
            {
                var record = await api.Client.JsonAsync($"/v1/{path}");
                Assert.Subset(Meaning.Texts(record.GetProperty("contradicts")).ToHashSet(), paths.Except([path]).ToHashSet());
            }
        }
    }

    [Theory, MemberData(nameof(Cases.Relation), MemberType = typeof(Cases))]
    public async Task Contradicting_records_share_a_contradiction(string resource)
    {
        foreach (var row in await api.Client.RowsAsync(resource))
        {
            foreach (var other in Meaning.Texts(row.GetProperty("contradicts")))
            {
                var both = ApiRequests.Parameter("record__all", $"{resource}/{ApiRequests.Id(row)},{other}");
                Assert.NotEmpty(await api.Client.IdsAsync("contradictions", both));
                var back = await api.Client.JsonAsync($"/v1/{other}?fields=contradicts");
                Assert.Contains($"{resource}/{ApiRequests.Id(row)}", Meaning.Texts(back.GetProperty("contradicts")));
            }
        }
    }

    [Fact]
    public async Task Records_are_found_by_what_they_contradict()
    {
        const string Total = "trade-figures/bilateral-trade-2023";
        var named = Meaning.Texts((await api.Client.LinesAsync($"/v1/contradictions.ndjson?record={Total}")).Single().GetProperty("records"));

        Assert.Equal(
            named.Except([Total]),
            (await api.Client.IdsAsync("trade-figures", $"contradicts={Total}&sort=id")).Select(id => $"trade-figures/{id}"));
    }

    [Fact]
    public async Task Contradictions_are_found_by_their_records_fields()
    {
        var wordings = "no-limits-formula-2022-wordings";
        string[] questions =
        [
            "person=vladimir-putin", "dyad=CHN-RUS&kind=wording_differs", "country=RUS&topic=diplomacy",
            "source_id=china-and-russia-draw-closer", "q=Putin formula wording",
        ];
        foreach (var question in questions)
            Assert.Equal([wordings], await api.Client.IdsAsync("contradictions", question));
    }

    [Fact]
    public async Task Contradictions_have_no_dates_and_so_no_window()
    {
        Assert.False(Cases.Find("contradictions").HasDates);
        await api.Client.ErrorAsync("/v1/contradictions?date_from=2023", "date_from", "unknown_parameter");
    }

    [Fact]
    public async Task In_a_table_the_records_are_one_cell()
    {
        var csv = Csv.Parse(await api.Client.GetStringAsync("/v1/trade-figures.csv?id=bilateral-trade-2023&fields=id,contradicts"));
        Assert.Equal(LoadedApi.Seeds.Of<TradeFigure>().Single(figure => figure.Id == "bilateral-trade-2023").Contradicts, csv[1][1].Split(';'));
    }
}
