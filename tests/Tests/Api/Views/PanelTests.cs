using System.Globalization;
using System.Text.Json;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>The panel, against the records of each resource counted here.</summary>
public sealed class PanelTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private static readonly string[] Status = ["reported", "estimated"];
    private static readonly string[] Journeys = ["state_visit", "visit"];
    private static readonly string[] Meetings = ["meeting", "talks", "virtual_meeting", "phone_call", "summit"];

    private static readonly Counted[] Counts =
    [
        new("visits", "journeys", true, (row, pair) => IsJourney(row, pair) && Is(row, "occurred"), Number),
        new("visits", "journeys_first_to_second", true,
            (row, pair) => IsJourney(row, pair) && Is(row, "occurred") && Text(row, "from_country") == pair.First, Number),
        new("visits", "journeys_second_to_first", true,
            (row, pair) => IsJourney(row, pair) && Is(row, "occurred") && Text(row, "from_country") == pair.Second, Number),
        new("visits", "journeys_unnumbered", false, (row, pair) => IsJourney(row, pair) && Is(row, "occurred"), Unnumbered),
        new("visits", "journeys_planned", false, (row, pair) => IsJourney(row, pair) && Is(row, "planned"), AtLeastOne),
        new("visits", "journeys_unconfirmed", false, (row, pair) => IsJourney(row, pair) && Is(row, "unconfirmed"), AtLeastOne),
        new("visits", "invitations", false, (row, _) => Text(row, "kind") == "invitation" && Is(row, "occurred"), AtLeastOne),
        new("visits", "meetings", true, (row, _) => Meetings.Contains(Text(row, "kind")) && Is(row, "occurred"), Number),
        new("visits", "meetings_unnumbered", false, (row, _) => Meetings.Contains(Text(row, "kind")) && Is(row, "occurred"), Unnumbered),
        new("visits", "meetings_planned", false, (row, _) => Meetings.Contains(Text(row, "kind")) && Is(row, "planned"), AtLeastOne),
        new("visits", "meetings_unconfirmed", false, (row, _) => Meetings.Contains(Text(row, "kind")) && Is(row, "unconfirmed"), AtLeastOne),
        new("visits", "contacts_declined", false, (row, _) => Is(row, "declined"), AtLeastOne),
        new("exercises", "exercises", true, (row, _) => Is(row, "occurred", "ongoing"), Number),
        new("exercises", "exercises_unnumbered", false, (row, _) => Is(row, "occurred", "ongoing"), Unnumbered),
        new("exercises", "exercises_planned", false, (row, _) => Is(row, "planned"), AtLeastOne),
        new("exercises", "exercises_unconfirmed", false, (row, _) => Is(row, "unconfirmed"), AtLeastOne),
        new("statements", "statements", true, (_, _) => true, _ => 1),
        new("agreements", "agreements", true, (row, _) => IsMutual(row) && !Is(row, Open) && !Is(row, "not_signed", "refused"), _ => 1),
        new("agreements", "agreements_proposed", false, (row, _) => IsMutual(row) && Is(row, Open), _ => 1),
        new("agreements", "agreements_not_reached", false, (row, _) => IsMutual(row) && Is(row, "not_signed", "refused"), _ => 1),
        new("agreements", "unilateral_acts", true, (row, _) => !IsMutual(row), _ => 1),
        new("transfers", "transfers", true, (row, _) => Is(row, "delivered", "ongoing"), _ => 1),
        new("transfers", "transfers_prospective", false, (row, _) => Is(row, "planned", "sought", "considered"), _ => 1),
        new("transfers", "transfers_withheld", false, (row, _) => Is(row, "withheld"), _ => 1),
    ];

    private static string[] Open => ["announced", "proposed", "considered", "planned"];

    [Theory, InlineData("year"), InlineData("quarter"), InlineData("month")]
    public Task Every_period_of_every_dyad_has_its_counts(string frequency) => CheckAsync(api.Client, frequency, isDirected: false);

    [Theory, InlineData("year"), InlineData("month")]
    public Task Every_direction_has_its_counts(string frequency) => CheckAsync(api.Client, frequency, isDirected: true);

    [Fact]
    public async Task Journeys_of_2023_are_those_of_the_documents()
    {
        var row = Assert.Single((await api.Client.JsonAsync("/v1/panel?dyad=CHN-RUS&period=2023")).GetProperty("data").EnumerateArray());

        // Wang Yi in February, Xi Jinping in March, Mikhail Mishustin in May, Vladimir Putin in October; another trip of the Russian prime
        // minister may be of 2023. Two streams, of Russian officials and of Chinese leaders, have no number.
        Assert.Equal((4, 5, 2), (Count(row, "journeys"), Count(row, "journeys_possible"), Count(row, "journeys_unnumbered")));
        Assert.Equal((2, 2), (Count(row, "journeys_first_to_second"), Count(row, "journeys_second_to_first")));
        Assert.Equal((710, 365), (Count(row, "ccode1"), Count(row, "ccode2")));
        Assert.Equal(240_000_000_000, row.GetProperty("trade_total").GetDecimal());
        Assert.Equal(111_000_000_000, row.GetProperty("exports_first_to_second").GetDecimal());
    }

    [Fact]
    public async Task A_part_counts_where_its_whole_does_not()
    {
        // The founding of AUKUS is part of a policy of the United States towards China, which is not of Australia and the United Kingdom.
        var founding = Assert.Single((await api.Client.JsonAsync("/v1/panel?dyad=AUS-GBR&period=2021")).GetProperty("data").EnumerateArray());
        Assert.Equal(1, Count(founding, "agreements_possible"));

        // An invitation during a call, a meeting in a visit, and three kinds of military technology of one shipment.
        var rows = (await api.Client.LinesAsync("/v1/panel.ndjson?dyad=CHN-RUS")).ToDictionary(row => Text(row, "period")!);
        Assert.Equal((1, 3), (Count(rows["2021"], "invitations"), Count(rows["2021"], "meetings")));
        Assert.Null(Count(rows["2023"], "meetings"));
    }

    [Fact]
    public async Task A_zero_is_only_where_a_source_claims_that_there_is_none()
    {
        static bool IsZero(JsonProperty member) => member.Value.ValueKind == JsonValueKind.Number && member.Value.GetRawText() == "0";
        Assert.All(await api.Client.LinesAsync("/v1/panel.ndjson?frequency=month"), row => Assert.DoesNotContain(row.EnumerateObject(), IsZero));

        var seeds = LoadedApi.Seeds.With<Coverage>(coverage => coverage.Select(paragraph => paragraph.Id != "gabuev-2024-unholy-alliance-p17"
            ? paragraph
            : paragraph with
            {
                Complete =
                [
                    new CompleteFor
                    {
                        Resource = "exercises",
                        Kind = null,
                        Dyad = "CHN-RUS",
                        Period = FuzzyDate.Parse("2021/2022"),
                        What = "All exercises.",
                    },
                ],
            }));
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var rows = (await running.Client.LinesAsync("/v1/panel.ndjson?dyad=CHN-RUS")).ToDictionary(row => Text(row, "period")!);
        Assert.Equal((0, 0, null), (Count(rows["2021"], "exercises"), Count(rows["2021"], "exercises_planned"), Count(rows["2020"], "exercises")));
        Assert.Equal((2, 0), (Count(rows["2022"], "exercises"), Count(rows["2022"], "exercises_unnumbered")));
        Assert.Null(Count(rows["2021"], "transfers_withheld"));
    }

    [Theory, InlineData("year"), InlineData("quarter"), InlineData("month")]
    public async Task Uncertain_dates_count_only_where_possible(string frequency)
    {
        string?[] dates =
        [
            null, "2001", "2001-02", "2001-02-03", "200X", "2001-23", "2001-12-31/2002-01-01", "../1999", "2003/..",
            "2000-11~", "/2002", "2001-21", "[2001-03..2001-05]", "[..2004]",
        ];
        TradeFigure FromTheOtherSide(TradeFigure figure) => figure with { Reporter = figure.Partner!, Partner = figure.Reporter };
        var figures = LoadedApi.Seeds.Of<TradeFigure>().Where(figure => figure.Id == "bilateral-trade-2022").SelectMany(figure => new[]
        {
            figure with { Id = "year", Date = FuzzyDate.Parse("2001") },
            FromTheOtherSide(figure) with { Id = "other-side", Date = FuzzyDate.Parse("2001"), Status = FigureStatus.Target },
            figure with { Id = "quarter", Date = FuzzyDate.Parse("2001-01-01/2001-03-31"), Status = FigureStatus.Estimated,
                PeriodType = PeriodType.Quarter },
            FromTheOtherSide(figure) with { Id = "quarter-too", Date = FuzzyDate.Parse("2001-01-01/2001-03-31"), PeriodType = PeriodType.Quarter },
            figure with { Id = "target", Date = FuzzyDate.Parse("2004"), Status = FigureStatus.Target },
            figure with { Id = "month", Date = FuzzyDate.Parse("2005-05"), PeriodType = PeriodType.Month },
            figure with { Id = "running", Date = FuzzyDate.Parse("2005"), PeriodType = PeriodType.YearToDate },
            figure with { Id = "exports", Date = FuzzyDate.Parse("2002"), Flow = TradeFlow.Export },
            figure with { Id = "of-nobody", Date = FuzzyDate.Parse("2002"), Partner = null },
            figure with { Id = "of-oil", Date = FuzzyDate.Parse("2003"), Commodity = "oil" },
        });
        var seeds = LoadedApi.Seeds.With<TradeFigure>(_ => figures).With<Exercise>(_ => []).With<Agreement>(_ => []).With<Transfer>(_ => [])
            .With<Statement>(statements => statements.Where(statement => statement.Dyads.Count > 0).Take(3))
            .With<Visit>(visits => dates.Select((date, i) => visits.First(visit => visit.Kind == VisitKind.Visit) with
            {
                Id = $"date-{i}",
                Date = date is null ? null : FuzzyDate.Parse(date),
                DateBasis = date is null ? null : DateBasis.Stated,
                Status = i == 1 ? VisitStatus.Planned : VisitStatus.Occurred,
                Occurrences = i == 2 ? null : i + 1,
                Related = [],
            }));
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var rows = await CheckAsync(running.Client, frequency, isDirected: false);
        Assert.Contains(rows, row => row.GetProperty("trade_total").ValueKind == JsonValueKind.Number);
        Assert.Contains(rows, row => row.GetProperty("journeys_possible").ValueKind == JsonValueKind.Number);
        Assert.All(rows, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("exercises").ValueKind));
        await CheckAsync(running.Client, frequency, isDirected: true);
    }

    [Fact]
    public async Task Extreme_days_are_days_in_every_format()
    {
        string[] dates = ["0001-01-01", "9999-12-31", "9998", "2001"];
        await using var database = await postgres.CreateLoadedAsync(Visited(dates));
        await using var running = await RunningApi.StartAsync(database);
        string[] days = ["0001-01-01,0001-01-01", "9999-12-31,9999-12-31", "9998-01-01,9998-12-31", "2001-01-01,2001-12-31"];
        var csv = await running.Client.GetStringAsync("/v1/visits.csv?fields=date_start,date_end&sort=id");
        Assert.Equal(days, csv.TrimEnd().Split("\r\n").Skip(1));
        Assert.Equal(days, (await running.Client.RowsAsync("visits"))
            .Select(row => $"{row.GetProperty("date_start").GetString()},{row.GetProperty("date_end").GetString()}"));
        var first = await running.Client.GetStringAsync("/v1/visits.csv?fields=date_start,date_end&date_to=0001");
        Assert.Equal(days[..1], first.TrimEnd().Split("\r\n").Skip(1));
        await CheckAsync(running.Client, "year", isDirected: false);
        await CheckAsync(running.Client, "month", isDirected: true);
    }

    [Fact]
    public async Task A_record_of_all_time_adds_no_periods()
    {
        await using var database = await postgres.CreateLoadedAsync(Visited("0001/9999"));
        await using var running = await RunningApi.StartAsync(database);
        foreach (var frequency in new[] { "year", "month" })
        {
            var rows = await CheckAsync(running.Client, frequency, isDirected: false);
            var ofPair = rows.Where(row => Text(row, "dyad") == "CHN-RUS").ToArray();
            Assert.NotEmpty(ofPair);
            Assert.All(ofPair, row => Assert.Equal(1, Count(row, "journeys_possible")));
            Assert.All(ofPair, row => Assert.InRange(Day(row, "date_start")!.Value.Year, 1900, 2100));
        }

        foreach (var address in new[] { "/v1/panel/chart.svg?dyad=CHN-RUS&frequency=month", "/v1/panel/chart.png", "/" })
            Assert.NotEmpty(await running.Client.GetByteArrayAsync(address));
    }

    /// <summary>The project's records with these visits alone, all between China and Russia.</summary>
    private static SeedSet Visited(params string[] dates) => LoadedApi.Seeds.With<Visit>(visits => dates.Select((date, i) =>
        visits.First(visit => visit is { Kind: VisitKind.Visit, Status: VisitStatus.Occurred, Dyads: ["CHN-RUS"] }) with
        {
            Id = $"date-{i}",
            Date = FuzzyDate.Parse(date),
            DateBasis = DateBasis.Stated,
            Occurrences = 1,
            Related = [],
        }));

    private static async Task<IReadOnlyList<JsonElement>> CheckAsync(HttpClient client, string frequency, bool isDirected)
    {
        var records = new List<Dated>();
        foreach (var counts in Counts.GroupBy(count => count.Resource))
        {
            var rows = await client.RowsAsync(counts.Key);
            foreach (var row in rows.Where(row => !Links(row, "variant_of").Any()))
            {
                foreach (var pair in Pairs(row, isDirected))
                {
                    foreach (var count in counts)
                    {
                        if (Weight(count, row, pair, rows) is { } weight)
                            records.Add(new(pair, count.Name, weight, Day(row, "date_start"), Day(row, "date_end"), row));
                    }
                }
            }
        }

        var trade = (await client.ListAsync("trade-figures/series"))
            .Where(row => Text(row, "indicator") == "trade_value" && Text(row, "period_type") is "year" or "quarter" or "month")
            .Where(row => Text(row, "flow") is not null && Text(row, "commodity") is null && Text(row, "partner") is not null)
            .Where(row => Day(row, "date_start") is not null && Day(row, "date_end") is not null)
            .Where(row => Status.Contains(Text(row, "status")))
            .OrderBy(row => Array.IndexOf(Status, Text(row, "status")))
            .Select(row => new Dated(PairOf(row), "trade", 1, Day(row, "date_start"), Day(row, "date_end"), row)).ToArray();
        var pairs = records.Concat(trade.SelectMany(figure => isDirected
                ? figure.Pair.IsDirected ? [figure] : Array.Empty<Dated>() : [figure with { Pair = figure.Pair.Undirected }]))
            .Where(record => (record.Start ?? record.End) is not null)
            .GroupBy(record => record.Pair).OrderBy(pair => pair.Key.Dyad, StringComparer.Ordinal).ThenBy(pair => pair.Key.Direction,
                StringComparer.Ordinal);
        var served = await client.LinesAsync($"/v1/panel.ndjson?frequency={frequency}&directed={(isDirected ? "true" : "false")}");
        Assert.Equal(pairs.SelectMany(pair => Expected(pair.Key, [.. pair], trade, frequency)), served.Select(Summary));
        return served;
    }

    /// <summary>
    /// How many a record counts for; null where it does not count. What is part of another that counts for the pair is not counted again, unless
    /// both give a number of the same: then the other counts for the rest.
    /// </summary>
    private static int? Weight(Counted count, JsonElement row, Pair pair, IReadOnlyList<JsonElement> rows)
    {
        IEnumerable<JsonElement> Linked(string relation) => Links(row, relation)
            .Where(path => path.StartsWith(count.Resource + "/", StringComparison.Ordinal))
            .Select(path => rows.Single(other => Text(other, "id") == path[(count.Resource.Length + 1)..]));
        bool IsCounted(JsonElement other, Counted by) =>
            Pairs(other, pair.IsDirected).Contains(pair) && by.Applies(other, pair) && by.Weight(other) is not null;
        if (!IsCounted(row, count))
            return null;
        var wholes = Linked("part_of").Where(whole => Counts.Any(by => by.Resource == count.Resource && IsCounted(whole, by))).ToArray();
        if (wholes.Length > 0 && count.Name != "invitations" && !(count.IsNumber && wholes.Any(whole => IsCounted(whole, count))))
            return null;
        var ofParts = count.IsNumber ? Linked("has_part").Where(part => IsCounted(part, count)).Sum(part => count.Weight(part)) : 0;
        var rest = count.Weight(row) - ofParts;
        return rest == 0 ? null : rest;
    }

    private static IEnumerable<Pair> Pairs(JsonElement row, bool isDirected) => isDirected
        ? Meaning.Texts(row.GetProperty("directed_dyads")).Select(pair => new Pair(pair[..3], pair[4..], true))
        : Meaning.Texts(row.GetProperty("dyads")).Select(pair => new Pair(pair[..3], pair[4..], false));

    private static Pair PairOf(JsonElement figure)
    {
        var (reporter, partner) = (Text(figure, "reporter")!, Text(figure, "partner")!);
        return Text(figure, "flow") switch
        {
            "export" => new(reporter, partner, true),
            "import" => new(partner, reporter, true),
            _ => new Pair(reporter, partner, false).Undirected,
        };
    }

    /// <summary>
    /// The periods of a pair: every one from its first to its last, without gaps of more than 1,200. What may be in more periods than that
    /// decides only where there is nothing else, by its first and its last.
    /// </summary>
    private static IEnumerable<DateOnly> Periods(Dated[] dated, int length)
    {
        const int Most = 1200;
        int Number(DateOnly day) => ((day.Year * 12) + day.Month - 1) / length;
        var all = dated.Select(record => (First: Number((record.Start ?? record.End)!.Value), Last: Number((record.End ?? record.Start)!.Value)))
            .Distinct().ToArray();
        var near = all.Where(record => record.Last - record.First <= Most).ToArray();
        var last = int.MinValue;
        foreach (var record in (near.Length > 0 ? near : [.. all.SelectMany(one => new[] { (one.First, one.First), (one.Last, one.Last) })]).Order())
        {
            var first = last != int.MinValue && record.First - last <= Most ? Math.Min(record.First, last + 1) : record.First;
            for (var number = Math.Max(first, last + 1); number <= record.Last; number++)
                yield return new DateOnly(number * length / 12, (number * length % 12) + 1, 1);
            last = Math.Max(last, record.Last);
        }
    }

    private static IEnumerable<string> Expected(Pair pair, Dated[] dated, Dated[] trade, string frequency)
    {
        var length = frequency switch { "year" => 12, "quarter" => 3, _ => 1 };
        foreach (var begin in Periods(dated, length))
        {
            var last = begin.AddMonths(length - 1);
            var end = last is { Year: 9999, Month: 12 } ? DateOnly.MaxValue : last.AddMonths(1).AddDays(-1);
            JsonElement? Figure(Pair of) => trade.FirstOrDefault(record => record.Pair == of && record.Start == begin && record.End == end)?.Row;
            var figure = pair.IsDirected ? null : Figure(pair);
            var exports = new[] { Figure(new(pair.First, pair.Second, true)), pair.IsDirected ? null : Figure(new(pair.Second, pair.First, true)) };
            var numbers = Counts.Select(count =>
            {
                var inside = dated.Where(record => record.Resource == count.Name
                    && Begin((record.Start ?? record.End)!.Value, length) <= begin && begin <= Begin((record.End ?? record.Start)!.Value, length))
                        .ToArray();
                var certain = inside.Where(record =>
                    record.Start is { } start && record.End is { } until && Begin(start, length) == Begin(until, length)).ToArray();
                return count.IsMain ? $"{Sum(certain)}/{Sum(inside)}" : Sum(inside);
            });
            yield return $"{pair.Dyad} {pair.Direction} {pair.First} {pair.Second} {Groups.Period(frequency, $"{begin:yyyy-MM-dd}")} {frequency} "
                + $"{begin:yyyy-MM-dd} {end:yyyy-MM-dd} {figure?.GetProperty("value").GetRawText() ?? "null"} {figure?.GetProperty("status")} "
                + $"{figure?.GetProperty("preferred_id")} "
                + $"{string.Join(' ', exports.Select(one => one?.GetProperty("value").GetRawText() ?? "null"))} "
                + $"{string.Join(' ', numbers)} {pair.Dyad.Replace('-', ';')}";
        }

        static string Sum(Dated[] records) => records.Length == 0 ? "null" : $"{records.Sum(record => record.Weight)}";
    }

    private static string Summary(JsonElement row)
    {
        var numbers = Counts.Select(count => count.IsMain
            ? $"{row.GetProperty(count.Name).GetRawText()}/{row.GetProperty($"{count.Name}_possible").GetRawText()}"
                : row.GetProperty(count.Name).GetRawText());
        return $"{row.GetProperty("dyad")} {row.GetProperty("direction")} {row.GetProperty("country1")} {row.GetProperty("country2")} "
            + $"{row.GetProperty("period")} {row.GetProperty("frequency")} {row.GetProperty("date_start")} {row.GetProperty("date_end")} "
            + $"{row.GetProperty("trade_total").GetRawText()} {row.GetProperty("trade_total_status")} {row.GetProperty("trade_figure_id")} "
            + $"{row.GetProperty("exports_first_to_second").GetRawText()} {row.GetProperty("exports_second_to_first").GetRawText()} "
            + $"{string.Join(' ', numbers)} {string.Join(';', Meaning.Texts(row.GetProperty("countries")))}";
    }

    private static bool IsJourney(JsonElement row, Pair pair) =>
        Journeys.Contains(Text(row, "kind")) && (Text(row, "from_country"), Text(row, "to_country")) is var (from, to)
        && ((from, to) == (pair.First, pair.Second) || (!pair.IsDirected && (from, to) == (pair.Second, pair.First)));

    private static bool Is(JsonElement row, params string[] statuses) => statuses.Contains(Text(row, "status"));

    private static bool IsMutual(JsonElement row) => row.GetProperty("mutual").GetBoolean();

    private static int? Number(JsonElement row) => Count(row, "occurrences");

    private static int? AtLeastOne(JsonElement row) => Number(row) ?? 1;

    private static int? Unnumbered(JsonElement row) => Number(row) is null ? 1 : null;

    private static int? Count(JsonElement row, string field) =>
        row.GetProperty(field) is { ValueKind: JsonValueKind.Number } count ? count.GetInt32() : null;

    private static string? Text(JsonElement row, string field) => row.GetProperty(field).GetString();

    private static IEnumerable<string> Links(JsonElement row, string relation) => row.GetProperty("related").EnumerateArray()
        .Where(link => Text(link, "relation") == relation).Select(link => Text(link, "record")!);

    private static DateOnly Begin(DateOnly day, int length) => new(day.Year, ((day.Month - 1) / length * length) + 1, 1);

    private static DateOnly? Day(JsonElement row, string field) =>
        row.GetProperty(field).GetString() is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private sealed record Counted(
        string Resource, string Name, bool IsMain, Func<JsonElement, Pair, bool> Applies, Func<JsonElement, int?> Weight)
    {
        /// <summary>Whether it counts occurrences, and not records.</summary>
        public bool IsNumber => Resource is "visits" or "exercises" && !Name.EndsWith("_unnumbered", StringComparison.Ordinal);
    }

    private sealed record Pair(string First, string Second, bool IsDirected)
    {
        public Pair Undirected => string.CompareOrdinal(First, Second) < 0 ? new(First, Second, false) : new(Second, First, false);

        public string Dyad => $"{Undirected.First}-{Undirected.Second}";

        public string Direction => IsDirected ? $"{First}>{Second}" : "both";
    }

    private sealed record Dated(Pair Pair, string Resource, int Weight, DateOnly? Start, DateOnly? End, JsonElement Row);
}
