using System.Text.Json.Nodes;
using Api.Features.About;
using Api.Listing.Declare;
using Dataset;

namespace Api.Features.Bundle;

/// <summary>croissant.json: the bundle as a schema.org Dataset in Croissant, a format for machine learning.</summary>
internal static class Croissant
{
    /// <summary>The context that Croissant 1.0 prescribes.</summary>
    private const string Context = """
        {
          "@language": "en",
          "@vocab": "https://schema.org/",
          "citeAs": "cr:citeAs",
          "column": "cr:column",
          "conformsTo": "dct:conformsTo",
          "cr": "http://mlcommons.org/croissant/",
          "data": { "@id": "cr:data", "@type": "@json" },
          "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
          "dct": "http://purl.org/dc/terms/",
          "extract": "cr:extract",
          "field": "cr:field",
          "fileObject": "cr:fileObject",
          "fileProperty": "cr:fileProperty",
          "fileSet": "cr:fileSet",
          "format": "cr:format",
          "includes": "cr:includes",
          "isLiveDataset": "cr:isLiveDataset",
          "jsonPath": "cr:jsonPath",
          "key": "cr:key",
          "md5": "cr:md5",
          "parentField": "cr:parentField",
          "path": "cr:path",
          "recordSet": "cr:recordSet",
          "references": "cr:references",
          "regex": "cr:regex",
          "repeated": "cr:repeated",
          "replace": "cr:replace",
          "sc": "https://schema.org/",
          "separator": "cr:separator",
          "source": "cr:source",
          "subField": "cr:subField",
          "transform": "cr:transform"
        }
        """;

    public static JsonObject Describe(DatasetView dataset, IReadOnlyList<BundleFile> files)
    {
        var described = About(dataset);
        if (dataset.Licence is { } licence)
            described["license"] = licence;
        described["distribution"] = new JsonArray([.. files.Select(File)]);
        described["recordSet"] = new JsonArray([.. files.Where(file => file is { Resource: not null, MediaType: "text/csv" }).Select(Records)]);
        return described;
    }

    private static JsonObject About(DatasetView dataset) => new()
    {
        ["@context"] = JsonNode.Parse(Context),
        ["@type"] = "sc:Dataset",
        ["conformsTo"] = "http://mlcommons.org/croissant/1.0",
        ["name"] = dataset.Title,
        ["description"] = dataset.Description,
        ["version"] = $"{dataset.Version}",
        ["identifier"] = $"sha256:{dataset.ContentHash}",
        ["datePublished"] = $"{dataset.LoadedAt:yyyy-MM-dd}",
        ["inLanguage"] = new JsonArray([.. dataset.Languages.Select(language => JsonValue.Create(language))]),
        ["temporalCoverage"] = dataset.Span,
        ["isLiveDataset"] = false,
    };

    private static JsonObject File(BundleFile file) => new()
    {
        ["@type"] = "cr:FileObject",
        ["@id"] = file.Path,
        ["name"] = file.Path,
        ["contentUrl"] = file.Path,
        ["contentSize"] = $"{file.Bytes} B",
        ["encodingFormat"] = file.MediaType,
        ["sha256"] = file.Sha256,
    };

    private static JsonObject Records(BundleFile file) => new()
    {
        ["@type"] = "cr:RecordSet",
        ["@id"] = file.Resource!.Name,
        ["name"] = file.Resource.Name,
        ["description"] = Documentation.Of(file.Resource.Record),
        ["key"] = new JsonObject { ["@id"] = $"{file.Resource.Name}/id" },
        ["field"] = new JsonArray([.. file.Resource.Fields.Select(field => Column(file, field))]),
    };

    private static JsonObject Column(BundleFile file, Field field) => new()
    {
        ["@type"] = "cr:Field",
        ["@id"] = $"{file.Resource!.Name}/{field.Name}",
        ["name"] = field.Name,
        ["description"] = field.Description,
        ["dataType"] = field.Kind.CroissantType,
        ["source"] = new JsonObject
        {
            ["fileObject"] = new JsonObject { ["@id"] = file.Path },
            ["extract"] = new JsonObject { ["column"] = field.Name },
        },
    };
}
