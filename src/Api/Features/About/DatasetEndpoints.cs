using System.Text.Json;
using Api.Caching;
using Api.Database;
using Api.Http;
using Api.Reading;
using Dapper;

namespace Api.Features.About;

/// <summary>The dataset in one of its versions.</summary>
/// <param name="Version">Number of the version.</param>
/// <param name="ContentHash">SHA-256 of all its content; equal content has an equal hash.</param>
/// <param name="LoadedAt">When it was loaded, in UTC.</param>
/// <param name="Title">Title of the dataset.</param>
/// <param name="Description">Its content, origin and purpose.</param>
/// <param name="Span">The time that its records cover, in EDTF.</param>
/// <param name="Languages">Languages of its text, as ISO 639-1 codes.</param>
/// <param name="Licence">Its licence; null where none has been given.</param>
/// <param name="Records">Number of records by resource.</param>
internal sealed record DatasetView(
    int Version, string ContentHash, DateTime LoadedAt, string Title, string Description, string? Span,
    IReadOnlyList<string> Languages, string? Licence, IReadOnlyDictionary<string, int> Records);

/// <summary>A version of the dataset in the list of versions.</summary>
/// <param name="Version">Number of the version.</param>
/// <param name="ContentHash">SHA-256 of all its content.</param>
/// <param name="LoadedAt">When it was loaded, in UTC.</param>
/// <param name="Records">Number of records by resource.</param>
internal sealed record VersionView(int Version, string ContentHash, DateTime LoadedAt, IReadOnlyDictionary<string, int> Records);

/// <summary>All versions of the dataset.</summary>
/// <param name="Data">The versions, the newest first.</param>
internal sealed record VersionList(IReadOnlyList<VersionView> Data);

internal static class DatasetEndpoints
{
    private const string Sql = """
        select version, content_hash, loaded_at, description::text as description, counts::text as counts
        from dataset_versions
        """;

    public static void MapDataset(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/v1/dataset", Dataset)
            .Describe("getDataset", Tags.Overview, "Get the description of the dataset",
                "Its title, description, span and licence, the number of its records, and the version, content hash and load time.",
                "dataset_version")
            .Answers<DatasetView>();
        routes.MapRead("/v1/dataset/versions", Versions)
            .Describe("listVersions", Tags.Overview, "List the versions of the dataset",
                "Each load whose content differed made the next version. Any of them can be read for ever, by dataset_version on any address.")
            .Answers<VersionList>();
    }

    private static async Task Dataset(HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        var asked = NoParameters.CheckVersion(http);
        var version = await requests.ResolveAsync(asked, http.RequestAborted);
        await answers.SendJsonAsync(http, version, "dataset", asked is not null, () => ReadAsync(database, version, http.RequestAborted));
    }

    public static async Task<DatasetView> ReadAsync(DatabaseServers database, DatasetVersion version, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(version, cancel);
        var row = await connection.QuerySingleAsync<Row>(
            new CommandDefinition($"{Sql} where version = @Version", new { version.Version }, cancellationToken: cancel));
        var described = JsonSerializer.Deserialize<JsonElement>(row.Description);
        return new DatasetView(
            row.Version, row.ContentHash, row.LoadedAt,
            described.GetProperty("title").GetString()!,
            described.GetProperty("description").GetString()!,
            described.GetProperty("span").GetString(),
            [.. described.GetProperty("languages").EnumerateArray().Select(language => language.GetString()!)],
            described.GetProperty("licence").GetString(),
            row.Records);
    }

    private static async Task Versions(HttpContext http, RequestReader requests, DatabaseServers database, AnswerCache answers)
    {
        NoParameters.Check(http);
        var current = await requests.CurrentAsync(http.RequestAborted);
        await answers.SendJsonAsync(http, current, "versions", isPinned: false, async () =>
        {
            await using var connection = await database.OpenAsync(current, http.RequestAborted);
            var rows = await connection.QueryAsync<Row>(new CommandDefinition(
                $"{Sql} where version <= @Version order by version desc", new { current.Version }, cancellationToken: http.RequestAborted));
            return new VersionList([.. rows.Select(row => new VersionView(row.Version, row.ContentHash, row.LoadedAt, row.Records))]);
        });
    }

    private sealed class Row
    {
        public int Version { get; init; }
        public string ContentHash { get; init; } = "";
        public DateTime LoadedAt { get; init; }
        public string Description { get; init; } = "";
        public string Counts { get; init; } = "";
        public Dictionary<string, int> Records => JsonSerializer.Deserialize<Dictionary<string, int>>(Counts)!;
    }
}
