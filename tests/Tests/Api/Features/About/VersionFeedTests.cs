using System.Globalization;
using System.Xml.Linq;
using Dataset;
using Migrations;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Features.About;

/// <summary>The versions as an Atom feed.</summary>
public sealed class VersionFeedTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private const string Address = "/v1/dataset/versions.atom";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private static readonly SeedSet Changed = LoadedApi.Seeds
        .With<Visit>(visits => visits.Skip(2)
            .Select((visit, i) => i == 0 ? visit with { Title = $"{visit.Title} & <more>" } : visit)
            .Append(visits[0] with { Id = "a-new-visit" }))
        .With<Country>(countries => countries.Select(country => country.Id == "RUS" ? country with { Name = "Russian Federation" } : country));

    private TestDatabase _database = null!;
    private RunningApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateLoadedAsync(LoadedApi.Seeds);
        _api = await RunningApi.StartAsync(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_has_what_atom_requires()
    {
        await LoadAsync(Changed);
        using var response = await _api.Client.RequestAsync(Address);
        Assert.Equal("application/atom+xml; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal((byte)'<', bytes[0]);
        var feed = XDocument.Load(new MemoryStream(bytes)).Root!;
        Assert.Equal(Atom + "feed", feed.Name);
        Assert.Equal($"{_api.Client.BaseAddress}v1/dataset/versions.atom", Link(feed, "self"));
        var author = feed.Element(Atom + "author")!.Element(Atom + "name")!.Value;
        Assert.Equal((await _api.Client.JsonAsync("/v1/dataset")).GetProperty("title").GetString(), author);
        var entries = feed.Elements(Atom + "entry").ToArray();
        Assert.Equal(["Version 2", "Version 1"], entries.Select(entry => entry.Element(Atom + "title")!.Value));
        foreach (var element in entries.Append(feed))
        {
            Assert.True(Uri.TryCreate(element.Element(Atom + "id")!.Value, UriKind.Absolute, out _));
            Assert.NotEmpty(element.Element(Atom + "title")!.Value);
            Assert.Equal(DateTimeKind.Utc, Updated(element).Kind);
        }

        Assert.Equal(3, entries.Append(feed).Select(element => element.Element(Atom + "id")!.Value).Distinct().Count());
        Assert.Equal(entries[0].Element(Atom + "updated")!.Value, feed.Element(Atom + "updated")!.Value);
    }

    [Fact]
    public async Task Entry_links_version_and_counts_changes()
    {
        await LoadAsync(Changed);
        await LoadAsync(LoadedApi.Seeds); // A load of the same content creates a new version.
        var entries = (await FeedAsync()).Elements(Atom + "entry").ToArray();
        Assert.Equal(3, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
        foreach (var (entry, version) in entries.Zip([3, 2, 1]))
        {
            var dataset = await _api.Client.JsonAsync(Link(entry, "alternate"));
            Assert.Equal(version, dataset.GetProperty("version").GetInt32());
            Assert.Equal(dataset.GetProperty("loaded_at").GetDateTime(), Updated(entry));
            var changes = (await _api.Client.JsonAsync(Link(entry, "related"))).GetProperty("meta").GetProperty("counts");
            int Count(string kind) => changes.TryGetProperty(kind, out var count) ? count.GetInt32() : 0;
            Assert.True(Count("added") > 0);
            Assert.Equal(
                $"{Count("added")} added, {Count("revised")} revised, {Count("retracted")} retracted.",
                entry.Element(Atom + "summary")!.Value);
        }
    }

    [Fact]
    public async Task Entries_stay_unchanged_after_new_versions()
    {
        using var before = await _api.Client.RequestAsync(Address);
        using var again = await _api.Client.RequestAsync(Address, ("If-None-Match", before.Header("ETag")!));
        Assert.Equal(304, (int)again.StatusCode);
        var old = XElement.Parse(await before.Content.ReadAsStringAsync());
        await LoadAsync(Changed);
        using var after = await _api.Client.RequestAsync(Address, ("If-None-Match", before.Header("ETag")!));
        Assert.Equal(200, (int)after.StatusCode);
        var now = XElement.Parse(await after.Content.ReadAsStringAsync());
        Assert.Equal(old.Element(Atom + "id")!.Value, now.Element(Atom + "id")!.Value);
        Assert.Equal(old.Element(Atom + "entry")!.ToString(), now.Elements(Atom + "entry").Last().ToString());
    }

    [Fact]
    public async Task Feed_is_linked_and_takes_no_parameters()
    {
        await _api.Client.ErrorAsync($"{Address}?dataset_version=1", "dataset_version", "unknown_parameter");
        Assert.Equal(Address, (await _api.Client.JsonAsync("/v1")).GetProperty("links").GetProperty("versions_feed").GetString());
    }

    private static string Link(XElement element, string relation) =>
        element.Elements(Atom + "link").Single(link => link.Attribute("rel")!.Value == relation).Attribute("href")!.Value;

    private static DateTime Updated(XElement element) =>
        DateTimeOffset.Parse(element.Element(Atom + "updated")!.Value, CultureInfo.InvariantCulture).UtcDateTime;

    private async Task<XElement> FeedAsync() => XElement.Parse(await _api.Client.GetStringAsync(Address));

    private async Task LoadAsync(SeedSet seeds) =>
        await _api.SeesAsync((await Loader.LoadAsync(_database.Owner, seeds, TextWriter.Null, CancellationToken.None)).Version);
}
