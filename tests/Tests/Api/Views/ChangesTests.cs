using System.Text.Json;
using Api.Resources;
using Tests.Support;
using Xunit;

namespace Tests.Api.Views;

/// <summary>What differs between any two versions, against the two versions as they are read.</summary>
public sealed class ChangesTests(ThreeVersions versions) : IClassFixture<ThreeVersions>
{
    [Fact]
    public async Task Changes_are_the_difference_of_two_versions()
    {
        for (var to = 0; to <= 3; to++)
        {
            for (var since = 0; since <= to; since++)
            {
                var rows = await versions.Client.LinesAsync($"/v1/changes.ndjson?since={since}&to={to}");
                Assert.Equal(await ExpectedAsync(since, to), rows.Select(Summary));
                Assert.All(rows, row => Assert.Equal((since, to), (row.GetProperty("since").GetInt32(), row.GetProperty("to").GetInt32())));
            }
        }

        var kinds = await versions.Client.LinesAsync("/v1/changes.ndjson?since=1&to=2&group_by=change_kind");
        Assert.Equal(["added", "retracted", "revised"], kinds.Select(row => row.GetProperty("change_kind").GetString()));
        var derived = Assert.Single((await versions.Client.LinesAsync("/v1/changes.ndjson?since=1&to=2&resource=countries")));
        var differences = derived.GetProperty("differences").EnumerateArray();
        Assert.Equal(["record_count"], differences.Select(difference => difference.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Default_comparison_is_with_the_previous_version()
    {
        async Task<string[]> RowsAsync(string question) =>
            [.. (await versions.Client.LinesAsync($"/v1/changes.ndjson?{question}")).Select(row => row.GetRawText())];
        Assert.Equal(await RowsAsync("since=2&to=3"), await RowsAsync(""));
        Assert.Equal(await RowsAsync("since=1&to=3"), await RowsAsync("since=1"));
        Assert.Equal(await RowsAsync("since=1&to=2"), await RowsAsync("to=2"));
        Assert.Equal(await RowsAsync("since=1&to=2"), await RowsAsync("dataset_version=2"));
        Assert.Equal(await RowsAsync("since=0&to=2"), await RowsAsync("since=0&dataset_version=2"));
        Assert.Empty(await RowsAsync("since=3"));
    }

    [Fact]
    public async Task Change_links_to_the_record_it_concerns()
    {
        foreach (var row in await versions.Client.LinesAsync("/v1/changes.ndjson?since=1&to=2"))
        {
            var record = await versions.Client.JsonAsync(row.GetProperty("href").GetString()!);
            var name = record.TryGetProperty("title", out _) ? "title" : "name";
            Assert.Equal(row.GetProperty("title").GetString(), record.GetProperty(name).GetString());
        }
    }

    [Fact]
    public async Task Walked_changes_and_counts_are_complete()
    {
        var all = await versions.Client.LinesAsync("/v1/changes.ndjson?since=0");
        var walked = await versions.Client.WalkAsync("/v1/changes?since=0&limit=40");
        Assert.Equal(all.Select(row => row.GetRawText()), walked.Select(row => row.GetRawText()));
        var counts = (await versions.Client.JsonAsync("/v1/changes?since=1&to=2")).GetProperty("meta").GetProperty("counts");
        Assert.Equal(1, counts.GetProperty("added").GetInt32());
        Assert.Equal(1, counts.GetProperty("retracted").GetInt32());
    }

    [Fact]
    public async Task Walk_in_any_order_meets_changes_once()
    {
        foreach (var sort in new[] { "-change_kind", "-resource,change_kind", "change_kind,-title", "-id", "title" })
        {
            foreach (var walk in new[] { "since=1&to=2", "since=0&limit=40", "since=1&limit=1" })
            {
                var all = await versions.Client.LinesAsync($"/v1/changes.ndjson?{walk.Split("&limit")[0]}&sort={sort}");
                var walked = await versions.Client.WalkAsync($"/v1/changes?{walk}&sort={sort}");
                Assert.Equal(all.Select(row => row.GetRawText()), walked.Select(row => row.GetRawText()));
            }
        }
    }

    [Theory]
    [InlineData("since=3&to=2", "since", "out_of_range")]
    [InlineData("since=3&dataset_version=2", "since", "out_of_range")]
    [InlineData("since=4", "since", "unknown_version")]
    [InlineData("to=4", "to", "unknown_version")]
    [InlineData("since=-1", "since", "invalid_value")]
    [InlineData("since=now", "since", "invalid_value")]
    [InlineData("since=99999999999", "since", "out_of_range")]
    public async Task Versions_that_cannot_be_compared_are_refused(string question, string parameter, string code) =>
        await versions.Client.ErrorAsync($"/v1/changes?{question}", parameter, code);

    private async Task<List<string>> ExpectedAsync(int since, int to)
    {
        var expected = new List<string>();
        foreach (var resource in Registry.All.Select(resource => resource.Name).Order(StringComparer.Ordinal))
        {
            var (before, after) = (await ReadAsync(resource, since), await ReadAsync(resource, to));
            foreach (var id in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
            {
                var (old, now) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
                var both = old.ValueKind == JsonValueKind.Object && now.ValueKind == JsonValueKind.Object;
                string[] fields = !both ? [] :
                [
                    .. old.EnumerateObject().Select(member => member.Name)
                        .Where(name => !JsonElement.DeepEquals(old.GetProperty(name), now.GetProperty(name)))
                        .Order(StringComparer.Ordinal),
                ];
                if (both && fields.Length == 0)
                    continue;
                var kind = both ? "revised" : old.ValueKind == JsonValueKind.Object ? "retracted" : "added";
                var differences = fields.Select(name => $"{name}: {Plain(old.GetProperty(name))} -> {Plain(now.GetProperty(name))}");
                expected.Add($"{resource} {id} {kind} {string.Join(", ", differences)}");
            }
        }

        return expected;
    }

    private static string Summary(JsonElement row)
    {
        var differences = row.GetProperty("differences").EnumerateArray().Select(difference =>
            $"{difference.GetProperty("field")}: {Plain(difference.GetProperty("old"))} -> {Plain(difference.GetProperty("new"))}");
        return $"{row.GetProperty("resource")} {row.GetProperty("id")} {row.GetProperty("change_kind")} {string.Join(", ", differences)}";
    }

    private static string Plain(JsonElement value) => JsonSerializer.Serialize(value);

    /// <summary>The records of a version, by id; version 0 has none.</summary>
    private async Task<Dictionary<string, JsonElement>> ReadAsync(string resource, int version) =>
        version == 0 ? [] : (await versions.Client.LinesAsync($"/v1/{resource}.ndjson?dataset_version={version}")).ToDictionary(ApiRequests.Id);
}
