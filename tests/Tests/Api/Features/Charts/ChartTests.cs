using SkiaSharp;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Charts;

/// <summary>
/// Every chart is a picture of the requested size, describes itself, names the address of its data, and is answered like any
/// other read.
/// </summary>
public sealed class ChartTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    public static TheoryData<string> Views => ["trade-figures", "timeline", "panel"];

    public static TheoryData<string> Pictures => [.. Views.SelectMany(view => new[] { $"{view.Data}/chart.svg", $"{view.Data}/chart.png" })];

    [Theory, MemberData(nameof(Views))]
    public async Task Png_has_requested_size_and_theme(string view)
    {
        foreach (var (width, height) in new[] { (400, 320), (960, 540), (1601, 901) })
        {
            var pictures = new List<SKColor>();
            foreach (var theme in new[] { "light", "dark" })
            {
                using var response = await api.Client.GetAsync($"/v1/{view}/chart.png?width={width}&height={height}&theme={theme}");
                Assert.Equal("image/png", response.Header("Content-Type"));
                using var picture = SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync());
                Assert.Equal((width, height), (picture.Width, picture.Height));
                Assert.True(picture.Pixels.Distinct().Take(20).Count() == 20, "The picture has hardly any colours.");
                pictures.Add(picture.GetPixel(1, 1));
            }

            Assert.True(pictures[0].Red > 200 && pictures[1].Red < 60);
        }
    }

    [Theory, MemberData(nameof(Views))]
    public async Task Svg_has_accessible_title_and_description(string view)
    {
        using var response = await api.Client.GetAsync($"/v1/{view}/chart.svg?width=800&height=450");
        var drawn = await Drawn.RequestAsync(api.Client, $"/v1/{view}/chart.svg?width=800&height=450");
        Assert.Equal(
            ("img", "title desc", "0 0 800 450", "800", "450"),
            (Attribute("role"), Attribute("aria-labelledby"), Attribute("viewBox"), Attribute("width"), Attribute("height")));
        var title = drawn.Root.Elements().First(element => (string?)element.Attribute("id") == "title").Value;
        Assert.Contains(title, drawn.Words);
        var alt = Uri.UnescapeDataString(response.Header("Content-Description")!);
        Assert.StartsWith($"{title}. ", alt);
        Assert.Contains(alt[(title.Length + 2)..], drawn.Description);

        string? Attribute(string name) => (string?)drawn.Root.Attribute(name);
    }

    [Theory, MemberData(nameof(Views))]
    public async Task The_picture_says_where_its_data_come_from(string view)
    {
        var drawn = await Drawn.RequestAsync(api.Client, $"/v1/{view}/chart.svg");
        Assert.Contains("Sources: ", drawn.Words);
        Assert.Matches(@"Relations between countries: Russia and China, version 1 of \d{4}-\d\d-\d\d\.", drawn.Words);
        Assert.Contains("gabuev-2024-unholy-alliance", drawn.Description);
    }

    [Theory, MemberData(nameof(Views))]
    public async Task Svg_text_uses_the_served_font(string view)
    {
        var drawn = await Drawn.RequestAsync(api.Client, $"/v1/{view}/chart.svg");
        Assert.NotEmpty(drawn.Lines);
        Assert.All(drawn.All("text"), text =>
        {
            Assert.StartsWith("Inter,", (string?)text.Attribute("font-family"));
            Assert.True(Drawn.Number(text, "textLength") > 1, text.Value); // A font without letters has no width.
            Assert.Equal(text.Value.Trim(), text.Value);
        });
        Assert.Empty(drawn.All("image"));
    }

    [Theory]
    [InlineData("trade-figures", "indicator=trade_value&date_from=2022")]
    [InlineData("timeline", "resource=visits&country=CHN")]
    [InlineData("panel", "dyad=CHN-RUS&frequency=month&date_from=2021")]
    public async Task Chart_links_its_data_and_pinned_self(string view, string filters)
    {
        foreach (var extension in new[] { "svg", "png" })
        {
            using var response = await api.Client.GetAsync($"/v1/{view}/chart.{extension}?{filters}&theme=dark&width=500");
            var links = response.Header("Link")!.Split(", <").Select(link => link.Trim('<').Split('>'))
                .ToDictionary(link => link[1], link => link[0]);
            var table = links["; rel=\"alternate\"; type=\"text/csv\""];
            Assert.Equal(await api.Client.GetStringAsync($"/v1/{view}.csv?{filters}"), await api.Client.GetStringAsync(table));
            if (extension == "svg")
                Assert.Contains(table, (await Drawn.RequestAsync(api.Client, $"/v1/{view}/chart.svg?{filters}&theme=dark&width=500")).Description);
            using var pinned = await api.Client.GetAsync(links["; rel=\"cite-as\""]);
            Assert.Contains("dataset_version=1", pinned.RequestMessage!.RequestUri!.Query);
            Assert.Contains("max-age=86400", pinned.Header("Cache-Control"));
            if (extension == "png") // The address of the table is in the SVG.
                Assert.Equal(await response.Content.ReadAsByteArrayAsync(), await pinned.Content.ReadAsByteArrayAsync());
        }
    }

    [Theory, MemberData(nameof(Pictures))]
    public async Task Equivalent_query_draws_the_same_bytes(string picture) => Assert.Equal(
        await api.Client.GetByteArrayAsync($"/v1/{picture}"),
        await api.Client.GetByteArrayAsync($"/v1/{picture}?width=960&height=540&theme=light"));

    [Theory, MemberData(nameof(Pictures))]
    public async Task Head_gives_what_get_does_without_the_picture(string picture)
    {
        using var head = await api.Client.RequestAsync(HttpMethod.Head, $"/v1/{picture}");
        using var get = await api.Client.GetAsync($"/v1/{picture}");
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        foreach (var header in new[] { "ETag", "Content-Type", "Content-Length", "Link", "Content-Description", "Dataset-Version", "Cache-Control" })
            Assert.Equal(get.Header(header), head.Header(header));
        Assert.NotNull(get.Header("Content-Description"));
    }

    [Theory, MemberData(nameof(Pictures))]
    public async Task Wrong_chart_parameters_are_refused(string picture)
    {
        foreach (var (parameter, value, code) in new[]
        {
            ("width", "399", "out_of_range"), ("width", "2401", "out_of_range"), ("width", "9e2", "invalid_value"),
            ("height", "319", "out_of_range"), ("height", "1601", "out_of_range"), ("height", "-300", "invalid_value"),
            ("theme", "blue", "invalid_value"), ("theme", "Dark", "invalid_value"), ("colour", "red", "unknown_parameter"),
            ("country", "ZZZ", "unknown_reference"), ("limit", "5", "not_applicable"), ("fields", "id", "not_applicable"),
            ("sort", "date", "not_applicable"), ("cursor", "x", "not_applicable"), ("dataset_version", "99", "unknown_version"),
            ("date_from", "soon", "invalid_value"),
        })
            await api.Client.ErrorAsync($"/v1/{picture}?{parameter}={value}", parameter, code);
        Assert.Equal(3, (await api.Client.ErrorsAsync($"/v1/{picture}?width=1&height=1&theme=x")).Length);
    }

    [Theory, MemberData(nameof(Views))]
    public async Task Lists_refuse_picture_sizes(string view) =>
        await api.Client.ErrorAsync($"/v1/{view}?width=500", "width", "not_applicable");

    [Theory]
    [InlineData("trade-figures", "id=no-such-figure")]
    [InlineData("timeline", "date_from=1800&date_to=1801&date_match=certain")]
    [InlineData("panel", "period=1850")]
    public async Task A_chart_of_nothing_says_so(string view, string filters)
    {
        var drawn = await Drawn.RequestAsync(api.Client, $"/v1/{view}/chart.svg?{filters}");
        Assert.Contains("Nothing to draw: no record matches.", drawn.Lines);
        Assert.Contains("An empty chart", drawn.Description);
        using var picture = SKBitmap.Decode(await api.Client.GetByteArrayAsync($"/v1/{view}/chart.png?{filters}"));
        Assert.True(picture.Pixels.Distinct().Count() > 2);
    }

    [Fact]
    public async Task Only_the_formats_of_pictures_are_charts()
    {
        var problem = await api.Client.ProblemAsync("/v1/trade-figures/chart.pdf", 404);
        Assert.Contains("svg and png", problem.GetProperty("detail").GetString());
        await api.Client.ProblemAsync("/v1/trade-figures/chart.csv", 404);
        await api.Client.ProblemAsync("/v1/timeline/chart.pdf", 404);
    }

    [Theory, MemberData(nameof(Views))]
    public async Task The_index_leads_to_it(string view)
    {
        var links = (await api.Client.JsonAsync("/v1")).GetProperty("links").EnumerateObject();
        Assert.Contains($"/v1/{view}/chart.svg", links.Select(link => link.Value.GetString()));
    }
}
