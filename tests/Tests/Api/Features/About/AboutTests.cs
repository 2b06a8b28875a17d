using System.Text.Json;
using Api.Resources;
using Api.Views;
using Dapper;
using Dataset;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.About;

/// <summary>The API describes itself and the dataset.</summary>
public sealed class AboutTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    [Fact]
    public async Task Index_lists_every_resource_with_working_addresses()
    {
        var index = await api.Client.JsonAsync("/v1");
        var resources = index.GetProperty("resources").EnumerateArray().ToArray();
        Assert.Equal(Registry.All.Select(resource => resource.Name), resources.Select(resource => resource.GetProperty("name").GetString()));
        var addresses = resources.SelectMany(resource => resource.GetProperty("formats").EnumerateObject().Select(format => format.Value.GetString())
                .Append(resource.GetProperty("href").GetString()).Append(resource.GetProperty("facets").GetString()))
            .Concat(index.GetProperty("links").EnumerateObject().Select(link => link.Value.GetString()));
        foreach (var address in addresses)
        {
            using var response = await api.Client.GetAsync(address);
            Assert.True(response.IsSuccessStatusCode, address);
        }

        Assert.All(resources, resource => Assert.NotEmpty(resource.GetProperty("description").GetString()!));
        Assert.Equal(1, index.GetProperty("dataset_version").GetInt32());
    }

    [Fact]
    public async Task Codes_have_definitions_and_record_counts()
    {
        var lists = (await api.Client.JsonAsync("/v1/codelists")).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(ServedCodeLists.All.Keys.Order(StringComparer.Ordinal), lists.Select(list => list.GetProperty("name").GetString()));
        foreach (var list in lists)
        {
            var name = list.GetProperty("name").GetString()!;
            var uses = Registry.All.SelectMany(resource => resource.Fields
                .Where(field => field.Codes?.Name == name && ResourceType.IsSeedMember(field.Property!))
                .Select(field => $"{resource.Name}.{field.Name}")).ToArray();
            var (usedBy, codes) = (Meaning.Texts(list.GetProperty("used_by")), list.GetProperty("codes").EnumerateArray());
            Assert.NotEmpty(usedBy);
            if (uses.Length > 0)
                Assert.Equal(uses, usedBy);
            var values = new List<string>();
            foreach (var path in usedBy.Select(use => use.Split('.')).Where(path => Registry.All.Any(resource => resource.Name == path[0])))
                values.AddRange((await api.Client.RowsAsync(path[0])).SelectMany(row => CodesAt(row, path[1..]).Distinct()));
            Assert.NotEmpty(list.GetProperty("definition").GetString()!);
            Assert.Equal(
                ServedCodeLists.All[name].Codes.Select(code => code.Name), codes.Select(code => code.GetProperty("code").GetString()));
            Assert.All(codes, code =>
            {
                Assert.NotEmpty(code.GetProperty("definition").GetString()!);
                Assert.Equal(values.Count(value => value == code.GetProperty("code").GetString()), code.GetProperty("count").GetInt32());
            });
            Assert.Equal(list.GetRawText(), (await api.Client.JsonAsync($"/v1/codelists/{name}")).GetRawText());
        }
    }

    /// <summary>The codes of a member of a row, which may be in objects of a list.</summary>
    private static IEnumerable<string> CodesAt(JsonElement row, string[] path) =>
        path.Length == 0 ? Meaning.Texts(row)
        : row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().SelectMany(item => CodesAt(item, path))
        : CodesAt(row.GetProperty(path[0]), path[1..]);

    [Fact]
    public async Task Unknown_code_list_suggests_the_nearest() =>
        Assert.Equal("topic", (await api.Client.ProblemAsync("/v1/codelists/topics", 404)).GetProperty("did_you_mean").GetString());

    [Fact]
    public async Task Dataset_description_comes_from_the_seeds()
    {
        var dataset = await api.Client.JsonAsync("/v1/dataset");
        var description = LoadedApi.Seeds.Description;
        Assert.Equal(description.Title, dataset.GetProperty("title").GetString());
        Assert.Equal(description.Description, dataset.GetProperty("description").GetString());
        Assert.Equal(description.Span?.ToString(), dataset.GetProperty("span").GetString());
        Assert.Equal(description.Languages, Meaning.Texts(dataset.GetProperty("languages")));
        Assert.Equal(description.Licence, dataset.GetProperty("licence").GetString());
        Assert.Equal(
            LoadedApi.Seeds.Entries.ToDictionary(pair => pair.Key.Name, pair => pair.Value.Count),
            dataset.GetProperty("records").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetInt32()));
        foreach (var count in dataset.GetProperty("records").EnumerateObject())
        {
            var page = (await api.Client.JsonAsync($"/v1/{count.Name}?limit=1")).GetProperty("page");
            Assert.Equal(count.Value.GetInt32(), page.GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task The_version_is_the_one_in_the_database()
    {
        await using var database = new NpgsqlConnection(api.Database.ReaderConnection);
        var (hash, loaded) = await database.QuerySingleAsync<(string, DateTime)>(
            "select content_hash, loaded_at from dataset_versions where version = 1");
        var one = Assert.Single((await api.Client.JsonAsync("/v1/dataset/versions")).GetProperty("data").EnumerateArray());
        foreach (var described in new[] { one, await api.Client.JsonAsync("/v1/dataset") })
        {
            Assert.Equal(1, described.GetProperty("version").GetInt32());
            Assert.Equal(hash, described.GetProperty("content_hash").GetString());
            Assert.EndsWith("Z", described.GetProperty("loaded_at").GetString());
            Assert.Equal(loaded, described.GetProperty("loaded_at").GetDateTime());
        }

        Assert.Equal(hash, (await api.Client.JsonAsync("/v1/visits?limit=1")).GetProperty("meta").GetProperty("content_hash").GetString());
    }

    [Fact]
    public async Task A_healthy_service_is_live_and_ready()
    {
        Assert.Equal("""{"status":"live"}""", await api.Client.GetStringAsync("/health/live"));
        Assert.Equal("""{"status":"ready","dataset_version":1}""", await api.Client.GetStringAsync("/health/ready"));
    }
}
