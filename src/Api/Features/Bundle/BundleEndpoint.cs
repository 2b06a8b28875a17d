using Api.Caching;
using Api.Database;
using Api.Features.About;
using Api.Formats;
using Api.Guards;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Reading;
using Api.Resources;
using Microsoft.AspNetCore.WebUtilities;

namespace Api.Features.Bundle;

/// <summary>GET /v1/dataset/bundle.zip: a version of the dataset as files, with descriptions that programs read.</summary>
internal static class BundleEndpoint
{
    private const string MediaType = "application/zip";
    private static readonly Format[] Formats = [.. Format.All.Where(format => format.Name is "csv" or "parquet")];

    public static void MapBundle(this IEndpointRouteBuilder routes) => routes.MapRead("/v1/dataset/bundle.zip", BundleAsync)
        .Describe(Tags.Overview, "The whole dataset as files",
            "A zip archive: every resource as CSV and Parquet, every code list, datapackage.json (Frictionless Data Package), croissant.json (schema.org Dataset and Croissant), "
            + "README.md and SHA256SUMS. The archive of a version is the same, byte for byte, whenever it is made.", "dataset_version")
        .AnswersFile(MediaType).AnswersUnavailable().DisableRequestTimeout();

    private static async Task BundleAsync(HttpContext http, DatasetVersions versions, DatabaseServers database, ResourceReader reader, AnswerCache answers, Exports exports)
    {
        var asked = NoParameters.CheckVersion(http);
        var version = await versions.FindOrCurrentAsync(asked, http.RequestAborted);
        http.Response.ContentType = MediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"bilateral-relations-v{version.Version}.zip\"";
        await answers.SendAsync(http, version, "bundle.zip", asked is not null, body => exports.RunAsync(async () =>
        {
            // Complete before any of it is sent: an error on the way is a problem then, and no broken archive.
            await using var archive = new FileBufferingWriteStream();
            var known = await versions.ReferenceIdsAsync(await versions.CurrentAsync(http.RequestAborted), http.RequestAborted);
            await WriteAsync(archive, await DatasetEndpoints.ReadAsync(database, version, http.RequestAborted), version, known, reader, http.RequestAborted);
            await archive.DrainBufferAsync(body, http.RequestAborted);
        }, http.RequestAborted), streams: true);
    }

    private static async Task WriteAsync(Stream archive, DatasetView dataset, DatasetVersion version, ReferenceIds known, ResourceReader reader, CancellationToken cancel)
    {
        using var files = new BundleArchive(archive);
        foreach (var resource in Registry.All)
        {
            var query = RequestParser.Parse(QueryString.Empty, resource, RequestKind.Table, "csv", known);
            foreach (var format in Formats)
                await files.AddAsync($"data/{resource.Name}.{format.Name}", format.MediaType, resource, body => reader.WriteTableAsync(body, query, version, format, cancel), cancel);
        }

        await files.AddAsync("data/codelists.csv", "text/csv", null, body => CodeListsCsv.WriteAsync(body, cancel), cancel);
        var data = files.Added.ToArray();
        await files.AddJsonAsync("datapackage.json", DataPackage.Describe(dataset, data), cancel);
        await files.AddJsonAsync("croissant.json", Croissant.Describe(dataset, data), cancel);
        await files.AddTextAsync("README.md", BundleReadme.Write(dataset, data), cancel);
        await files.AddTextAsync("SHA256SUMS", string.Concat(files.Added.Select(file => $"{file.Sha256}  {file.Path}\n")), cancel);
    }
}
