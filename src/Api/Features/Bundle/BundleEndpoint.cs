using Api.Caching;
using Api.Database;
using Api.Features.About;
using Api.Formats;
using Api.Guards;
using Api.Http;
using Api.Listing.Declare;
using Api.Reading;
using Api.Resources;
using Microsoft.AspNetCore.WebUtilities;

namespace Api.Features.Bundle;

/// <summary>A version of the dataset as files with machine-readable descriptions.</summary>
internal static class BundleEndpoint
{
    private const string MediaType = "application/zip";
    private static readonly Format[] Formats = [.. Format.All.Where(format => format.Name is "csv" or "parquet")];

    public static void MapBundle(this IEndpointRouteBuilder routes) => routes.MapRead("/v1/dataset/bundle.zip", BundleAsync)
        .Describe("downloadDataset", Tags.Overview, "Download the whole dataset as files",
            "A zip archive: every resource as CSV and Parquet, every code list, datapackage.json (Frictionless Data Package), "
            + "croissant.json (schema.org Dataset and Croissant), README.md and SHA256SUMS. "
            + "The archive of a version is always the same, byte for byte.", "dataset_version")
        .AnswersFile(MediaType).AnswersUnavailable().DisableRequestTimeout();

    private static async Task BundleAsync(
        HttpContext http, RequestReader requests, DatabaseServers database, TableAnswers tables, AnswerCache answers)
    {
        var asked = NoParameters.CheckVersion(http);
        var version = await requests.ResolveAsync(asked, http.RequestAborted);
        http.Response.ContentType = MediaType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"bilateral-relations-v{version.Version}.zip\"";
        await answers.SendAsync(http, new("bundle.zip", version, async body =>
        {
            // The archive is complete before any of it is sent, so that an error is a problem response and not a broken file.
            await using var archive = new FileBufferingWriteStream();
            var dataset = await DatasetEndpoints.ReadAsync(database, version, http.RequestAborted);
            await WriteAsync(archive, dataset, version, requests, tables, http.RequestAborted);
            await archive.DrainBufferAsync(body, http.RequestAborted);
        })
        { Price = PriceClass.Heavy, IsPinned = asked is not null, IsStreamed = true, IsCompressed = true });
    }

    private static async Task WriteAsync(
        Stream archive, DatasetView dataset, DatasetVersion version, RequestReader requests, TableAnswers tables, CancellationToken cancel)
    {
        using var files = new BundleArchive(archive);
        foreach (var resource in Registry.All)
        {
            var query = await requests.AllAsync(resource, RequestKind.Table, "csv", cancel);
            foreach (var format in Formats)
            {
                var path = $"data/{resource.Name}.{format.Name}";
                await files.AddAsync(path, format.MediaType, resource, body => tables.WriteAsync(body, query, version, format, cancel), cancel);
            }
        }

        await files.AddAsync("data/codelists.csv", "text/csv", null, body => CodeListsCsv.WriteAsync(body, cancel), cancel);
        var data = files.Added.ToArray();
        await files.AddJsonAsync("datapackage.json", DataPackage.Describe(dataset, data), cancel);
        await files.AddJsonAsync("croissant.json", Croissant.Describe(dataset, data), cancel);
        await files.AddTextAsync("README.md", BundleReadme.Write(dataset, data), cancel);
        await files.AddTextAsync("SHA256SUMS", string.Concat(files.Added.Select(file => $"{file.Sha256}  {file.Path}\n")), cancel);
    }
}
