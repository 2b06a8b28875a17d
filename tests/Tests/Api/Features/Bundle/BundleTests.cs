using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Api.Resources;
using Api.Views;
using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Bundle;

/// <summary>The archive of a version is complete, described and valid, and has the same bytes every time it is built.</summary>
public sealed class BundleTests(LoadedApi api, PrivatePostgres postgres) : IClassFixture<LoadedApi>
{
    private const string Address = "/v1/dataset/bundle.zip";

    [Fact]
    public async Task Bundle_of_a_version_keeps_its_bytes()
    {
        var seeds = LoadedApi.Seeds;
        await using var database = await postgres.CreateLoadedAsync(seeds);
        byte[] first;
        await using (var before = await RunningApi.StartAsync(database))
            first = await before.Client.GetByteArrayAsync(Address);
        await Loader.LoadAsync(database.Owner, seeds.With<Visit>(visits => visits.Skip(1)), TextWriter.Null, TestContext.Current.CancellationToken);
        await using var after = await RunningApi.StartAsync(database);
        Assert.Equal(first, await after.Client.GetByteArrayAsync($"{Address}?dataset_version=1"));
        Assert.NotEqual(first, await after.Client.GetByteArrayAsync(Address));
    }

    [Fact]
    public async Task Files_have_the_listed_checksums()
    {
        var files = await FilesAsync();
        var sums = Encoding.UTF8.GetString(files["SHA256SUMS"]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split("  ")).ToDictionary(parts => parts[1], parts => parts[0]);
        Assert.Equal(files.Keys.Except(["SHA256SUMS"]).Order(StringComparer.Ordinal), sums.Keys.Order(StringComparer.Ordinal));
        Assert.All(sums, sum => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(files[sum.Key])), sum.Value));
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Bundle_holds_every_table_as_served(string resource)
    {
        var files = await FilesAsync();
        foreach (var format in new[] { "csv", "parquet" })
            Assert.Equal(await api.Client.GetByteArrayAsync($"/v1/{resource}.{format}"), files[$"data/{resource}.{format}"]);
    }

    [Fact]
    public async Task Every_code_is_there_with_its_definition()
    {
        var rows = Csv.Parse(Encoding.UTF8.GetString((await FilesAsync())["data/codelists.csv"]));
        Assert.Equal(
            ServedCodeLists.All.Values.SelectMany(list => list.Codes.Select(code => (list.Name, code.Name, code.Definition))).Order(),
            rows.Skip(1).Select(row => (row[0], row[1], row[2])).Order());
    }

    [Fact]
    public async Task Data_package_lists_tables_with_checksums()
    {
        var files = await FilesAsync();
        var package = Json(files, "datapackage.json");
        Assert.Equal("1", package.GetProperty("version").GetString());
        var resources = package.GetProperty("resources").EnumerateArray().ToArray();
        Assert.Equal(
            files.Keys.Where(path => path.StartsWith("data/", StringComparison.Ordinal)).Order(),
            resources.Select(resource => resource.GetProperty("path").GetString()!).Order());
        Assert.Equal(resources.Length, resources.Select(resource => resource.GetProperty("name").GetString()).Distinct().Count());
        Assert.All(resources, resource =>
        {
            var content = files[resource.GetProperty("path").GetString()!];
            Assert.Equal(content.Length, resource.GetProperty("bytes").GetInt64());
            Assert.Equal($"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}", resource.GetProperty("hash").GetString());
        });
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task Every_cell_fits_the_schema_of_its_column(string resource)
    {
        var files = await FilesAsync();
        var described = Json(files, "datapackage.json").GetProperty("resources").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == resource);
        var fields = described.GetProperty("schema").GetProperty("fields").EnumerateArray().ToArray();
        var rows = Csv.Parse(Encoding.UTF8.GetString(files[$"data/{resource}.csv"]));
        Assert.Equal(rows[0], fields.Select(field => field.GetProperty("name").GetString()));
        Assert.All(fields, field => Assert.NotEmpty(field.GetProperty("description").GetString()!));
        foreach (var row in rows.Skip(1))
        {
            foreach (var (cell, field) in row.Zip(fields))
                Assert.True(Fits(cell, field), $"{row[0]}: '{cell}' does not fit {field.GetRawText()}");
        }
    }

    [Fact]
    public async Task Croissant_describes_every_file_and_every_column()
    {
        var files = await FilesAsync();
        var croissant = Json(files, "croissant.json");
        Assert.Equal("sc:Dataset", croissant.GetProperty("@type").GetString());
        Assert.Equal("http://mlcommons.org/croissant/1.0", croissant.GetProperty("conformsTo").GetString());
        var objects = croissant.GetProperty("distribution").EnumerateArray().ToDictionary(one => one.GetProperty("@id").GetString()!);
        Assert.Equal(files.Keys.Where(path => path.StartsWith("data/", StringComparison.Ordinal)).Order(), objects.Keys.Order());
        Assert.All(objects, pair => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(files[pair.Key])), pair.Value.GetProperty("sha256").GetString()));
        foreach (var set in croissant.GetProperty("recordSet").EnumerateArray())
        {
            var columns = Cases.Find(set.GetProperty("@id").GetString()!).Fields.Select(field => field.Name);
            var sources = set.GetProperty("field").EnumerateArray().Select(field => field.GetProperty("source")).ToArray();
            Assert.Equal(columns, sources.Select(source => source.GetProperty("extract").GetProperty("column").GetString()));
            Assert.All(sources, source => Assert.Contains(source.GetProperty("fileObject").GetProperty("@id").GetString()!, objects.Keys));
        }

        Assert.Equal(Registry.All.Count, croissant.GetProperty("recordSet").GetArrayLength());
    }

    [Fact]
    public async Task The_readme_counts_the_records()
    {
        var readme = Encoding.UTF8.GetString((await FilesAsync())["README.md"]);
        Assert.Contains($"| data/visits.csv | {LoadedApi.Seeds.Of<Visit>().Count} |", readme);
        Assert.Contains("Version 1,", readme);
    }

    [Theory, InlineData("CC0-1.0", "name"), InlineData("https://example.org/licence", "path")]
    public async Task Licence_is_where_programs_look_for_it(string licence, string member)
    {
        var seeds = LoadedApi.Seeds with { Description = LoadedApi.Seeds.Description with { Licence = licence } };
        await using var database = await postgres.CreateLoadedAsync(seeds);
        await using var running = await RunningApi.StartAsync(database);
        var files = await FilesAsync(running.Client);
        Assert.Equal(licence, Json(files, "croissant.json").GetProperty("license").GetString());
        var packaged = Assert.Single(Json(files, "datapackage.json").GetProperty("licenses").EnumerateArray());
        Assert.Equal(licence, packaged.GetProperty(member).GetString());
        var without = await FilesAsync();
        Assert.False(Json(without, "croissant.json").TryGetProperty("license", out _));
        Assert.False(Json(without, "datapackage.json").TryGetProperty("licenses", out _));
    }

    [Fact]
    public async Task Bundle_is_cached_and_pinned_like_answers()
    {
        using var head = await api.Client.RequestAsync(HttpMethod.Head, Address);
        Assert.Equal("application/zip", head.Header("Content-Type"));
        Assert.Contains("bilateral-relations-v1.zip", head.Header("Content-Disposition"));
        using var known = await api.Client.RequestAsync(Address, ("If-None-Match", head.Header("ETag")!));
        Assert.Equal(304, (int)known.StatusCode);
        using var pinned = await api.Client.RequestAsync(HttpMethod.Head, $"{Address}?dataset_version=1");
        Assert.Contains("max-age=86400", pinned.Header("Cache-Control"));
        await api.Client.ErrorAsync($"{Address}?dataset_version=99", "dataset_version", "unknown_version");
        await api.Client.ErrorAsync($"{Address}?country=RUS", "country", "unknown_parameter");
    }

    private static bool Fits(string cell, JsonElement field)
    {
        var constraints = field.TryGetProperty("constraints", out var given) ? given : default;
        if (cell.Length == 0)
            return given.ValueKind == JsonValueKind.Undefined || !constraints.TryGetProperty("required", out _);
        if (given.ValueKind != JsonValueKind.Undefined && constraints.TryGetProperty("enum", out var codes)
            && codes.EnumerateArray().All(code => code.GetString() != cell))
            return false;
        return field.GetProperty("type").GetString() switch
        {
            "integer" => int.TryParse(cell, out _),
            "boolean" => cell is "true" or "false",
            "number" => decimal.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _),
            "date" => DateOnly.TryParseExact(cell, "yyyy-MM-dd", out _),
            "array" => JsonSerializer.Deserialize<JsonElement>(cell).ValueKind == JsonValueKind.Array,
            "string" => true,
            _ => false,
        };
    }

    private static JsonElement Json(Dictionary<string, byte[]> files, string path) => JsonSerializer.Deserialize<JsonElement>(files[path]);

    private Task<Dictionary<string, byte[]>> FilesAsync() => FilesAsync(api.Client);

    private static async Task<Dictionary<string, byte[]>> FilesAsync(HttpClient client)
    {
        using var archive = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(Address)));
        return archive.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        });
    }
}
