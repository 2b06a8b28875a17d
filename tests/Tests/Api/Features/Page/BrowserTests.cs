using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Tests.Fixtures;
using Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Tests.Api.Features.Page;

/// <summary>
/// What visitors do, in a real browser. Every visit ends by making sure that no request left the service's origin, nothing was
/// missing and the console has no error. With SCREENSHOTS=DIR in the environment, each state is also kept there as pictures and as it prints.
/// </summary>
public sealed class BrowserTests(LoadedApi api, Chromium chromium) : IClassFixture<LoadedApi>
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    /// <summary>
    /// Sizes and themes. Colours do not depend on the size: the long tier looks at two of the four, the plain one at the narrowest, and all
    /// are looked at when pictures are kept.
    /// </summary>
    private static readonly (string Size, int Width, int Height, ColorScheme Theme)[] Looks = Screenshots is null
        ?
        [
            ("phone", 360, 640, ColorScheme.Dark),
            .. LongTier.Runs ? [("desktop", 1280, 900, ColorScheme.Light)] : Array.Empty<(string, int, int, ColorScheme)>(),
        ]
        :
        [
            ("desktop", 1280, 900, ColorScheme.Light), ("desktop", 1280, 900, ColorScheme.Dark),
            ("phone", 390, 844, ColorScheme.Light), ("phone", 390, 844, ColorScheme.Dark),
        ];

    /// <summary>States of the page, each with its status; the plain tier has the first two.</summary>
    private static readonly (string Name, string Address, int Status)[] AllStates =
    [
        ("start", "/", 200),
        ("list", "/?resource=trade-figures&date_from=2022&limit=6", 200),
        ("search", "/?q=lavrov", 200),
        ("record", "/?resource=trade-figures&id=bilateral-trade-2023&snippets=true", 200),
        ("nothing", "/?q=lavrof", 200),
        ("groups", "/?group_by=year,resource&limit=10", 200),
        ("error", "/?resource=statements&kind=qoute&bogus=1", 400),
    ];

    public static TheoryData<string, string, int> States => new(AllStates.Take(LongTier.Times(many: AllStates.Length, few: 2)));

    [Fact]
    public async Task Visitor_finds_a_quotation_and_its_CSV()
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client);
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("blinken");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Of("/?q=blinken"));

        await page.GetByLabel("Records of").SelectOptionAsync("statements");
        await Expect(page).ToHaveURLAsync(Of("/?q=blinken&resource=statements")); // Asked at once.
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2023");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2023");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show records" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Of("/?q=blinken&resource=statements&date_from=2023&date_to=2023"));
        await Expect(page.Locator("article")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Antony Blinken says to U.S. senators") }).ClickAsync();

        await Expect(page.Locator("blockquote")).ToContainTextAsync("They have a marriage of convenience");
        await Expect(page.Locator(".evidence li").First).ToContainTextAsync("Putin and Xi’s Unholy Alliance, paragraph 5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the address of CSV" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Copied: CSV");

        var address = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        var lines = Csv.Parse(await api.Client.GetStringAsync(address));
        Assert.Equal(2, lines.Count);
        var record = lines[0].Zip(lines[1]).ToDictionary(cell => cell.First, cell => cell.Second);
        Assert.Equal("antony-blinken", record["speakers"]);
        Assert.StartsWith("They have a marriage of convenience", record["quote"]);
        visit.HasGoneWell();
    }

    [LongFact]
    public async Task Visitor_executes_a_list_in_Swagger_UI()
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client);
        var page = visit.Page;
        await page.GotoAsync("/?resource=exercises");
        await page.GetByRole(AriaRole.Link, new() { Name = "Swagger UI" }).ClickAsync();
        var list = page.Locator(".opblock", new() { Has = page.Locator("[data-path='/v1/exercises']") });
        await page.Locator(".opblock-tag").First.WaitForAsync();
        await Expect(page.Locator(".opblock")).ToHaveCountAsync(0); // Everything is folded.
        await page.GetByRole(AriaRole.Searchbox).FillAsync("list exercises");
        await list.Locator(".opblock-summary-control").ClickAsync();
        await Expect(list.Locator("button.execute")).ToBeInViewportAsync();
        await list.Locator("button.execute").ClickAsync();
        await Expect(list.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync("200");
        await Expect(list.Locator(".live-responses-table .highlight-code").First).ToContainTextAsync("security-bond-2023");
        visit.HasGoneWell();
    }

    [Fact]
    public async Task Visitor_corrects_a_wrong_filter()
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client);
        var page = visit.Page;
        await page.GotoAsync("/?resource=visits");
        visit.Expected = 400;
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("last year");
        await page.Keyboard.PressAsync("Enter");
        var alert = page.GetByRole(AriaRole.Alert);
        await Expect(alert).ToContainTextAsync("The API answered 400");
        await Expect(alert).ToContainTextAsync("date_from");
        await Expect(alert).ToContainTextAsync("'last year'");
        await alert.GetByRole(AriaRole.Link, new() { Name = "Ask without date_from" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Of("/?resource=visits"));
        await Expect(page.Locator("article")).ToHaveCountAsync(20);

        await page.GotoAsync("/?resource=visits&kind=visits");
        await alert.GetByRole(AriaRole.Link, new() { Name = "visit", Exact = true }).First.ClickAsync();
        await Expect(page).ToHaveURLAsync(Of("/?resource=visits&kind=visit"));
        visit.HasGoneWell();
    }

    [Fact]
    public async Task Pointer_choice_is_requested_at_once()
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client);
        await visit.Page.GotoAsync("/?resource=visits&kind=meeting");
        await visit.Page.GetByLabel("Records of").SelectOptionAsync("statements");
        await Expect(visit.Page).ToHaveURLAsync(Of("/?resource=statements")); // Kinds are those of one resource.
        visit.HasGoneWell();
    }

    [Fact]
    public async Task The_same_works_without_script()
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client, script: false);
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("blinken");
        await page.GetByLabel("Records of").SelectOptionAsync("statements");
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2023");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show records" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(Of("/?q=blinken&resource=statements&date_from=2023"));
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Antony Blinken says to U.S. senators") }).ClickAsync();
        await Expect(page.Locator(".evidence li").First).ToContainTextAsync("paragraph 5");
        visit.HasGoneWell();
    }

    [Fact]
    public async Task A_keyboard_alone_skips_to_the_content()
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client);
        var page = visit.Page;
        await page.GotoAsync("/?resource=visits");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
        visit.HasGoneWell();
    }

    [Theory, MemberData(nameof(States))]
    public async Task Every_state_is_accessible_on_any_screen(string name, string address, int status)
    {
        await using var visit = await Visitor.BeginAsync(chromium, api.Client);
        var page = visit.Page;
        visit.Expected = status;
        var response = await page.GotoAsync(address);
        Assert.Equal(status, response!.Status);
        foreach (var (size, width, height, theme) in Looks)
        {
            await page.SetViewportSizeAsync(width, height);
            Assert.Equal(width, await page.EvaluateAsync<int>("document.scrollingElement.scrollWidth")); // Nothing to scroll to sideways.
            await page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(violation =>
                $"{size} {theme} {violation.Id}: {violation.Help}\n{string.Join('\n', violation.Nodes.Select(node => $"  {node.Html}"))}")));
            if (Screenshots is not null)
                await KeepAsync(page, $"{name}-{size}-{theme.ToString().ToLowerInvariant()}");
        }

        if (Screenshots is not null)
            await page.PdfAsync(new() { Path = Path.Combine(Screenshots, $"{name}.pdf"), Format = "A4" });
        visit.HasGoneWell();
    }

    /// <summary>A picture of all of the page, with the pictures in it that are only loaded when one scrolls to them.</summary>
    private static async Task KeepAsync(IPage page, string name)
    {
        await page.EvaluateAsync(
            "Promise.all([...document.images].map(image => { image.loading = 'eager'; return image.decode().catch(() => {}); }))");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots!, $"{name}.png"), FullPage = true });
    }

    private string Of(string address) => new Uri(api.Client.BaseAddress!, address).ToString();
}
