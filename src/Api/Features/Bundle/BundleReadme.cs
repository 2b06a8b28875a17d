using Api.Features.About;

namespace Api.Features.Bundle;

internal static class BundleReadme
{
    public static string Write(DatasetView dataset, IEnumerable<BundleFile> files) => $"""
        # {dataset.Title}

        {dataset.Description}

        Version {dataset.Version}, loaded {dataset.LoadedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}, content {dataset.ContentHash}. The archive of a version
        is always the same, byte for byte. Licence: {dataset.Licence ?? "none has been given"}.

        | file | records | bytes |
        |---|---|---|
        {string.Join('\n', files.Select(file => $"| {file.Path} | {Count(dataset, file)} | {file.Bytes} |"))}

        Every resource is here twice, with the same records. In CSV (RFC 4180, UTF-8) null is an empty cell, the items of a list are joined
        by `;`, and a list of objects is JSON. In Parquet each column has its type: days, exact decimals, lists, lists of structs.

        `datapackage.json` describes every column (Frictionless Data Package), and so does `croissant.json` in the terms of schema.org and
        Croissant. `data/codelists.csv` defines every code, and `sha256sum -c SHA256SUMS` verifies the files.

        Every record of relations names its evidence: the source document, the number of the paragraph (its lines that are not blank, from 1) and
        the shortest phrase that carries the fact. Dates are EDTF (ISO 8601-2), as precise as they are known; `date_start` and `date_end`
        are the first and the last possible day. Null means unknown.

        """.ReplaceLineEndings("\n");

    private static int? Count(DatasetView dataset, BundleFile file) =>
        file.Resource is null ? null : dataset.Records.GetValueOrDefault(file.Resource.Name);
}
