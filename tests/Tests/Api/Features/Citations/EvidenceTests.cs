using Api.Resources;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.Citations;

/// <summary>The evidence of a record is served as Web Annotations, which link to the document and the record.</summary>
public sealed class EvidenceTests(LoadedApi api) : IClassFixture<LoadedApi>
{
    private const string Visit = "/v1/visits/xi-state-visit-to-russia-2023-03";

    [Theory, MemberData(nameof(Cases.Relation), MemberType = typeof(Cases))]
    public async Task Annotations_are_the_evidence_of_the_record(string resource)
    {
        foreach (var record in await api.Client.RowsAsync(resource))
        {
            var path = $"/v1/{resource}/{ApiRequests.Id(record)}";
            var collection = await api.Client.JsonAsync($"{path}/evidence");
            var address = $"{api.Client.BaseAddress}{path[1..]}";
            Assert.Equal("http://www.w3.org/ns/anno.jsonld", collection.GetProperty("@context").GetString());
            Assert.Equal("AnnotationCollection", collection.GetProperty("type").GetString());
            Assert.Equal($"{address}/evidence?dataset_version=1", collection.GetProperty("id").GetString());
            Assert.Equal(record.GetProperty("title").GetString(), collection.GetProperty("label").GetString());
            Assert.Equal("AnnotationPage", collection.GetProperty("first").GetProperty("type").GetString());
            var items = collection.GetProperty("first").GetProperty("items").EnumerateArray().ToArray();
            Assert.Equal(items.Length, collection.GetProperty("total").GetInt32());
            Assert.Equal(items.Length, items.Select(ApiRequests.Id).Distinct().Count());
            Assert.All(items, item => Assert.Equal($"{address}?dataset_version=1", item.GetProperty("body").GetString()));
            Assert.Equal(
                record.GetProperty("evidence").EnumerateArray().Select(entry => (
                    $"{api.Client.BaseAddress}v1/sources/{entry.GetProperty("source_id").GetString()}?dataset_version=1",
                    $"paragraph={entry.GetProperty("paragraph").GetInt32()}",
                    entry.GetProperty("exact").GetString())),
                items.Select(item => item.GetProperty("target")).Select(target => (
                    target.GetProperty("source").GetProperty("id").GetString()!,
                    target.GetProperty("selector").GetProperty("value").GetString()!,
                    target.GetProperty("selector").GetProperty("refinedBy").GetProperty("exact").GetString())));
        }
    }

    [Fact]
    public async Task Annotation_links_document_and_record()
    {
        var collection = await api.Client.JsonAsync($"{Visit}/evidence");
        var loaded = (await api.Client.JsonAsync("/v1/dataset")).GetProperty("loaded_at").GetDateTime();
        var annotation = collection.GetProperty("first").GetProperty("items")[0];
        Assert.Equal($"{collection.GetProperty("id").GetString()}#evidence-1", ApiRequests.Id(annotation));
        Assert.Equal(
            ["id", "type", "motivation", "created", "generator", "body", "target"],
            annotation.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Annotation", annotation.GetProperty("type").GetString());
        Assert.Equal(loaded, annotation.GetProperty("created").GetDateTime());
        var target = annotation.GetProperty("target");
        Assert.Equal("SpecificResource", target.GetProperty("type").GetString());
        Assert.Equal("FragmentSelector", target.GetProperty("selector").GetProperty("type").GetString());
        Assert.Equal("TextQuoteSelector", target.GetProperty("selector").GetProperty("refinedBy").GetProperty("type").GetString());
        var source = await api.Client.JsonAsync(target.GetProperty("source").GetProperty("id").GetString()!);
        Assert.Equal(source.GetProperty("title").GetString(), target.GetProperty("source").GetProperty("label").GetString());
        Assert.Equal("xi-state-visit-to-russia-2023-03", ApiRequests.Id(await api.Client.JsonAsync(annotation.GetProperty("body").GetString()!)));
    }

    [Fact]
    public async Task Evidence_is_JSON_LD_or_JSON()
    {
        using var linked = await api.Client.RequestAsync($"{Visit}/evidence");
        Assert.Equal("application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"", linked.Content.Headers.ContentType!.ToString());
        using var plain = await api.Client.RequestAsync($"{Visit}/evidence", ("Accept", "application/json"));
        Assert.Equal("application/json", plain.Content.Headers.ContentType!.ToString());
        Assert.Equal(await linked.Content.ReadAsStringAsync(), await plain.Content.ReadAsStringAsync());
        Assert.NotEqual(linked.Header("ETag"), plain.Header("ETag"));
        using var neither = await api.Client.RequestAsync($"{Visit}/evidence", ("Accept", "text/csv"));
        await neither.ProblemAsync(406);
    }

    [Fact]
    public async Task It_is_cached_and_refused_as_records_are()
    {
        using var first = await api.Client.RequestAsync($"{Visit}/evidence?dataset_version=1");
        Assert.Contains("max-age=86400", first.Header("Cache-Control"));
        using var again = await api.Client.RequestAsync($"{Visit}/evidence?dataset_version=1", ("If-None-Match", first.Header("ETag")!));
        Assert.Equal(304, (int)again.StatusCode);
        await api.Client.ErrorAsync($"{Visit}/evidence?dataset_version=2", "dataset_version", "unknown_version");
        await api.Client.ErrorAsync($"{Visit}/evidence?fields=id", "fields", "unknown_parameter");
        var missing = await api.Client.ProblemAsync("/v1/visits/xi-state-visit-to-russia-2023-04/evidence", 404);
        Assert.Equal("xi-state-visit-to-russia-2023-03", missing.GetProperty("did_you_mean").GetString());
    }

    [Fact]
    public async Task Reference_entries_have_no_annotations()
    {
        foreach (var resource in Registry.All.Where(resource => resource.Find("evidence") is null))
            await api.Client.ProblemAsync($"/v1/{resource.Name}/{resource.Example}/evidence", 404);
    }
}
