using System.Globalization;
using System.Text.RegularExpressions;
using Dataset;
using Migrations;
using Migrations.Synthetic;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>Loads of many records use bounded memory, report their progress, and cost as much as their changes.</summary>
public sealed class LargeLoadTests(PrivatePostgres postgres) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LongFact]
    public async Task Memory_does_not_grow_with_records()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows the peak memory of a process by its id.");

        var (few, many) = (await PeakAsync(10_000), await PeakAsync(40_000));

        // 30,000 more records are 22 MB of seeds. As objects in memory they took 5 kB each, which is 150 MB.
        Assert.True(many - few < 50_000_000, $"10,000 records took {few:N0} bytes and 40,000 took {many:N0}");
    }

    [Fact]
    public async Task Progress_has_the_rate_and_the_time_left()
    {
        await using var database = await postgres.CreateMigratedAsync();
        using var log = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };

        await Loader.LoadAsync(database.Owner, Generated(300), log, default, new SteadyClock());

        var lines = log.ToString().Split('\n');
        Assert.All(lines.Where(line => line.StartsWith("reading ")), line =>
            Assert.Matches(@"^reading [a-z-]+: \d+ records, 2 per second(, \d+ % done, \d:\d\d:\d\d left)?$", line));
        Assert.InRange(lines.Count(line => line.StartsWith("reading ")), 50, 200);
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^reading statements: .* % done, 0:0\d:\d\d left$"));
        Assert.DoesNotContain(lines, line => line.StartsWith("storing ")); // The step is too short for a line.
    }

    [Fact]
    public async Task Large_first_load_restores_the_indexes()
    {
        await using var database = await postgres.CreateMigratedAsync();
        const string Indexes = """
            select pg_get_indexdef(indexrelid) || indisvalid from pg_index join pg_class on oid = indrelid
            where relnamespace = 'public'::regnamespace order by 1
            """;
        var before = await database.ListAsync<string>(Indexes);
        using var log = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var dataset = new SmallDataset();
        var seeds = dataset.Read().With<Statement>(statements =>
            Enumerable.Range(0, 6_000).Select(i => statements[0] with { Id = $"statement-{i}" }));

        var result = await Loader.LoadAsync(database.Owner, seeds, log, default);

        Assert.Equal(6_000, await database.CountAsync("statements"));
        Assert.Equal(result.Added, seeds.Entries.Values.Sum(entries => entries.Count));
        Assert.Equal(before, await database.ListAsync<string>(Indexes));
    }

    [Fact]
    public async Task A_small_load_reports_no_progress()
    {
        await using var database = await postgres.CreateMigratedAsync();
        using var log = new StringWriter { NewLine = "\n" };
        using var dataset = new SmallDataset();

        await Loader.LoadAsync(database.Owner, new SeedFolder(dataset.Seeds), log, default);

        Assert.Equal(ResourceTypes.All.Select(resource => resource.Name), log.ToString().TrimEnd().Split('\n').Select(line => line.Split(':')[0]));
        Assert.DoesNotContain("per second", log.ToString());
    }

    [LongFact]
    public async Task Small_change_writes_few_rows()
    {
        await using var database = await postgres.CreateMigratedAsync();
        await Loader.LoadAsync(database.Owner, Generated(5_000), TextWriter.Null, default);
        var path = Path.Combine(_folder.In("5000"), "agreements.json");
        var lines = File.ReadAllLines(path);
        string[] changed = [.. Enumerable.Range(1, 5).Select(number => number * 300).Select(number => $"synthetic-{number}")];
        foreach (var number in Enumerable.Range(1, 5).Select(number => number * 300))
            lines[number] = lines[number].Replace("\"title\":\"Synthetic: ", "\"title\":\"Synthetic: lately qutinised ");
        File.WriteAllLines(path, lines);
        var before = await RowsAsync(database);

        var result = await Loader.LoadAsync(database.Owner, new SeedFolder(_folder.In("5000")), TextWriter.Null, default);

        Assert.Equal(new LoadResult(2, true, 0, 5, 0), result);
        Assert.Equal(
            changed.Order(StringComparer.Ordinal),
            await database.ListAsync<string>("select id from agreements where since = 2 order by id"));
        Assert.Equal(
            changed.Order(StringComparer.Ordinal),
            await database.ListAsync<string>("select id from agreements where until = 2 order by id"));
        Assert.Equal(10, (await RowsAsync(database)).Except(before).Count()); // Five rows end and five begin. No other row is written.
        Assert.Equal(["lately", "qutinised"], await database.ListAsync<string>("select word from words where since = 2 order by word"));
    }

    [Fact]
    public async Task Late_seed_error_leaves_nothing_behind()
    {
        await using var database = await postgres.CreateMigratedAsync();
        var seeds = Generated(1_000);
        var path = Path.Combine(_folder.In("1000"), "contradictions.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("trade-figures/", "trade-figures/x"));

        await Assert.ThrowsAsync<SeedException>(() => Loader.LoadAsync(database.Owner, seeds, TextWriter.Null, default));

        Assert.Equal(0, await database.CountAsync("dataset_versions"));
        Assert.Equal(0, await database.QueryAsync<long>("select sum(pg_relation_size(oid)) from pg_class where relname in ('visits', 'agreements')"));
        // The same connection and lock are free again.
        File.WriteAllText(path, "[]");
        Assert.Equal(1, (await Loader.LoadAsync(database.Owner, seeds, TextWriter.Null, default)).Version);
    }

    private SeedFolder Generated(int records)
    {
        SyntheticDataset.Write(_folder.In($"{records}"), records, 1, CancellationToken.None);
        return new SeedFolder(_folder.In($"{records}"));
    }

    /// <summary>The peak memory of the program, in bytes, while it loads so many records.</summary>
    private async Task<long> PeakAsync(int records)
    {
        await using var database = await postgres.CreateMigratedAsync();
        Generated(records);
        var load = ProgramProcess.Start(
            "Migrations", ["load", "--seeds", _folder.In($"{records}")], (Commands.ConnectionVariable, database.OwnerConnection));
        await using var _ = load;
        var ended = load.ExitAsync();
        long peak = 0;
        while (!ended.IsCompleted)
        {
            try
            {
                var status = await File.ReadAllTextAsync($"/proc/{load.Id}/status", TestContext.Current.CancellationToken);
                if (Regex.Match(status, @"VmHWM:\s+(\d+) kB") is { Success: true } figure)
                    peak = long.Parse(figure.Groups[1].Value, CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException)
            {
                // The program has just ended.
            }

            await Task.WhenAny(ended, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.Equal((0, ""), (await ended, load.Error));
        return peak;
    }

    private static Task<List<string>> RowsAsync(TestDatabase database) => database.ListAsync<string>(string.Join(" union all ",
        ResourceTypes.All.Select(resource => $"select concat_ws('|', '{resource.Table}', id, ctid, xmin, since, until) from {resource.Table}")));

    /// <summary>A clock that advances half a second at each reading.</summary>
    private sealed class SteadyClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 2;

        public override long GetTimestamp() => _now++;
    }
}
