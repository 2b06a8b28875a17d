using System.Text.Json.Nodes;
using Api.Features.About;
using Api.Listing.Declare;

namespace Api.Features.Bundle;

/// <summary>datapackage.json: the bundle as a Frictionless Data Package.</summary>
internal static class DataPackage
{
    public static JsonObject Describe(DatasetView dataset, IEnumerable<BundleFile> files)
    {
        var package = About(dataset);
        if (dataset.Licence is { } licence)
            package["licenses"] = License(licence);
        package["resources"] = new JsonArray([.. files.Select(Resource)]);
        return package;
    }

    private static JsonArray License(string licence) =>
        [new JsonObject { [Uri.IsWellFormedUriString(licence, UriKind.Absolute) ? "path" : "name"] = licence }];

    private static JsonObject About(DatasetView dataset) => new()
    {
        ["name"] = "bilateral-relations",
        ["title"] = dataset.Title,
        ["description"] = dataset.Description,
        ["version"] = $"{dataset.Version}",
        ["created"] = $"{dataset.LoadedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}",
    };

    private static JsonObject Resource(BundleFile file)
    {
        var format = file.Path[(file.Path.LastIndexOf('.') + 1)..];
        var isCsv = format == "csv";
        var name = Path.GetFileNameWithoutExtension(file.Path);
        var resource = new JsonObject
        {
            ["name"] = isCsv ? name : $"{name}-{format}",
            ["path"] = file.Path,
            ["format"] = format,
            ["mediatype"] = file.MediaType,
            ["bytes"] = file.Bytes,
            ["hash"] = $"sha256:{file.Sha256}",
        };
        if (file.Resource is not null)
            resource["description"] = Dataset.Documentation.Of(file.Resource.Record);
        if (isCsv)
        {
            resource["profile"] = "tabular-data-resource";
            resource["encoding"] = "utf-8";
            resource["schema"] = file.Resource is null ? CodesSchema() : Schema(file.Resource);
        }

        return resource;
    }

    private static JsonObject Schema(Resource resource) => new()
    {
        ["fields"] = new JsonArray([.. resource.Fields.Select(Field)]),
        ["primaryKey"] = "id",
        ["missingValues"] = new JsonArray(""),
    };

    private static JsonObject CodesSchema() => new()
    {
        ["fields"] = new JsonArray([.. CodeListsCsv.Columns.Select(column => new JsonObject
        {
            ["name"] = column.Name,
            ["type"] = "string",
            ["description"] = column.Description,
        })]),
        ["primaryKey"] = new JsonArray("list", "code"),
    };

    private static JsonObject Field(Field field)
    {
        var described = new JsonObject
        {
            ["name"] = field.Name,
            ["type"] = field.Kind.FrictionlessType,
            ["description"] = field.Kind.IsList ? $"{field.Description} Items are joined by ';'." : field.Description,
        };
        var constraints = new JsonObject();
        // An empty list is an empty cell, which is a missing value in a table.
        if (!field.Nullable && !field.Kind.IsList)
            constraints["required"] = true;
        if (field.Name == "id")
            constraints["unique"] = true;
        if (!field.Kind.IsList && field.Codes is { } codes)
            constraints["enum"] = new JsonArray([.. codes.Codes.Select(code => JsonValue.Create(code.Name))]);
        if (constraints.Count > 0)
            described["constraints"] = constraints;
        return described;
    }
}
