using System.CommandLine;
using System.Reflection;
using Dataset;
using Migrations;
using Migrations.Synthetic;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations.Synthetic;

/// <summary>Synthetic seeds of any size are valid. The same number gives the same seeds.</summary>
public sealed class GenerateTests(PrivatePostgres postgres) : IDisposable
{
    private const int Many = 8_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Resources => [.. ResourceTypes.All.Select(resource => resource.Name)];

    [Fact]
    public void Seed_number_determines_the_bytes()
    {
        var first = FilesOf(Write("first", 300, 7));

        Assert.Equal(first, FilesOf(Write("again", 300, 7)));
        var other = FilesOf(Write("other", 300, 8));
        Assert.Equal(first.Keys, other.Keys);
        Assert.Equal(["countries.json"], first.Keys.Where(name => first[name] == other[name])); // Only the countries are real.
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(265)]
    [InlineData(Many)]
    public void Generated_records_are_valid_and_counted(int records)
    {
        var seeds = SeedSet.Read(Write("seeds", records));

        Assert.Equal(records, seeds.Entries.Where(pair => pair.Key.HoldsRelations).Sum(pair => pair.Value.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Any_seed_number_gives_valid_seeds(int seed) => SeedSet.Read(Write("seeds", 400, seed));

    [Fact]
    public void Generated_records_have_the_projects_proportions()
    {
        var counts = SyntheticDataset.Write(_folder.In("seeds"), 265, 1, CancellationToken.None);

        Assert.Equal(
            [
                ("trade-figures", 31), ("exercises", 5), ("visits", 35), ("statements", 54), ("agreements", 96), ("indicators", 11),
                ("transfers", 33),
            ],
            counts.Where(pair => pair.Key.HoldsRelations).Select(pair => (pair.Key.Name, pair.Value)));
    }

    [Theory]
    [MemberData(nameof(Resources))]
    public void Generated_records_use_every_code(string name)
    {
        var (resource, entries) = SeedSet.Read(Write("seeds", Many)).Entries.Single(pair => pair.Key.Name == name);

        Assert.NotEmpty(entries);
        foreach (var property in resource.Properties.Where(ResourceType.IsSeedMember))
        {
            var values = entries.Select(property.GetValue).ToList();
            if (CodesOf(property.PropertyType) is { } codes)
                Assert.Equal(Enum.GetValues(codes).Cast<Enum>(), values.SelectMany(CodesIn).Distinct().Order());
            if (resource.Record != typeof(Country) && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable)
                Assert.True(values.Contains(null) && values.Any(value => value is not null), $"{property.Name} is never null, or always.");
        }
    }

    [Fact]
    public void Nobody_can_take_it_for_the_real_one()
    {
        var seeds = SeedSet.Read(Write("seeds", 300));

        Assert.StartsWith("SYNTHETIC", seeds.Description.Title);
        Assert.StartsWith("SYNTHETIC", seeds.Description.Description);
        Assert.All(Of<RelationRecord>(seeds), record => Assert.StartsWith("Synthetic: ", record.Title));
        Assert.All(Of<RelationRecord>(seeds).SelectMany(record => record.Evidence), evidence => Assert.StartsWith("synthetic ", evidence.Exact));
        Assert.All(Of<Person>(seeds), person => Assert.StartsWith("Synthetic Person ", person.Name));
        Assert.All(Of<Source>(seeds), source => Assert.StartsWith("synthetic-", source.Document));
        Assert.Equal(Of<Source>(seeds).Count(), Of<Source>(seeds).Select(source => source.Sha256).Distinct().Count());
    }

    [Fact]
    public void Generated_values_are_skewed_and_varied()
    {
        var records = Of<RelationRecord>(SeedSet.Read(Write("seeds", Many))).ToList();

        Assert.All([Skew(records.SelectMany(r => r.Dyads)), Skew(records.SelectMany(r => r.People)), Skew(records.SelectMany(r => r.Topics))],
            share => Assert.InRange(share, 0.25, 0.9));
        Assert.Equal([1, 2, 3], records.Select(r => r.Evidence.Count).Distinct().Order());
        Assert.Empty(Enumerable.Range(1990, 36).Except(records.Select(r => r.Date?.Start?.Year ?? 0)));
        string[] forms =
        [
            "", "9-9-9", "9-9", "9", "9~", "9?", "9%", "9X", "9-XX", "9-9-XX", "9-XX-XX", "9-9-9/9-9-9", "9-9/9-9", "9/9",
            "../9", "9-9-9/..", "9-9/", "/9",
        ];
        Assert.Empty(forms.Except(records.Select(r => Form(r.Date))));
        Assert.Contains(records, r => r.Contradicts.Count > 0);
    }

    [Fact]
    public async Task Generated_dataset_loads_twice_unchanged()
    {
        await using var database = await postgres.CreateMigratedAsync();
        var seeds = SeedSet.Read(Write("seeds", 1_000));

        Assert.Equal(
            new LoadResult(1, true, seeds.Entries.Values.Sum(entries => entries.Count), 0, 0),
            await Loader.LoadAsync(database.Owner, seeds, TextWriter.Null, default));
        Assert.False((await Loader.LoadAsync(database.Owner, SeedSet.Read(Write("again", 1_000)), TextWriter.Null, default)).Changed);
    }

    [Fact]
    public async Task Command_writes_and_describes_the_folder()
    {
        var (code, output, error) = await RunAsync("generate", "--records", "10", "--output", _folder.In("new", "seeds"));

        Assert.Equal((ExitCode.Success, ""), (code, error));
        Assert.Contains("countries: 47 synthetic entries\n", output);
        Assert.Equal(FilesOf(Write("seed-1", 10, 1)), FilesOf(_folder.In("new", "seeds")));
    }

    [Fact]
    public async Task Filled_folder_is_refused_untouched()
    {
        File.WriteAllText(_folder.In("mine.txt"), "mine");

        foreach (var taken in new[] { _folder.Path, _folder.In("mine.txt") })
        {
            var (code, output, error) = await RunAsync("generate", "--records", "10", "--output", taken);
            Assert.Equal(
                (ExitCode.Failed, "", $"{taken} exists and is not an empty folder. Nothing was written; give an empty or a missing folder.\n"),
                (code, output, error));
        }

        Assert.Equal("mine", Assert.Single(FilesOf(_folder.Path)).Value);
    }

    [Theory]
    [InlineData("--records must be from 1 to 10000000, not 0.", "--records", "0")]
    [InlineData("--records must be from 1 to 10000000, not -5.", "--records", "-5")]
    [InlineData("--records must be from 1 to 10000000, not 10000001.", "--records", "10000001")]
    [InlineData("--seed must be from 0 to 2147483647, not -1.", "--records", "1", "--seed", "-1")]
    [InlineData("Cannot parse argument 'many' for option '--records'", "--records", "many")]
    [InlineData("Cannot parse argument '99999999999' for option '--records'", "--records", "99999999999")]
    [InlineData("Option '--records' is required.")]
    public void Numbers_out_of_range_are_usage_errors(string message, params string[] args) =>
        Assert.StartsWith(message, Assert.Single(Commands.Root().Parse(["generate", "--output", _folder.In("new"), .. args]).Errors).Message);

    private string Write(string name, int records, int seed = 1)
    {
        SyntheticDataset.Write(_folder.In(name), records, seed, CancellationToken.None);
        return _folder.In(name);
    }

    private static async Task<(ExitCode Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await Commands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
        return ((ExitCode)code, output.ToString(), error.ToString());
    }

    private static SortedDictionary<string, string> FilesOf(string folder) =>
        new(Directory.EnumerateFiles(folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllText), StringComparer.Ordinal);

    private static IEnumerable<T> Of<T>(SeedSet seeds) => seeds.Entries.Values.SelectMany(entries => entries).OfType<T>();

    private static Type? CodesOf(Type type)
    {
        var item = type.IsGenericType ? type.GetGenericArguments()[0] : type;
        return item.IsEnum ? item : null;
    }

    private static IEnumerable<Enum> CodesIn(object? value) =>
        value is Enum code ? [code] : value is System.Collections.IEnumerable codes ? codes.Cast<Enum>() : [];

    /// <summary>The share of the most frequent tenth of the values in all occurrences.</summary>
    private static double Skew<T>(IEnumerable<T> values) where T : notnull
    {
        var counts = values.CountBy(value => value).Select(pair => pair.Value).OrderDescending().ToList();
        return counts.Take((counts.Count + 9) / 10).Sum() / (double)counts.Sum();
    }

    /// <summary>A date with each number as 9: 2022-02-04 is 9-9-9.</summary>
    private static string Form(FuzzyDate? date) => System.Text.RegularExpressions.Regex.Replace(date?.ToString() ?? "", "[0-9]+", "9");
}
