using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Http;

namespace Api.Features.Citations;

internal static class CslJson
{
    public const string MediaType = "application/vnd.citationstyles.csl+json";

    public static byte[] Write(Citation citation) => JsonSerializer.SerializeToUtf8Bytes(citation.Works.Select(Item), ApiJson.Options);

    private static CslItem Item(CitedWork work) => new(
        work.Key, work.Kind.Csl, work.Title,
        work.Author is { } author ? [new(author)] : null,
        work.Publisher, work.Date is { } date ? CslDate.Of(date) : null, work.Version, work.Url, work.Note);
}

/// <summary>A work in CSL-JSON. Unknown members are absent.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Type">Its type in CSL.</param>
/// <param name="Title">Its title.</param>
/// <param name="Author">Its authors, as its document names them.</param>
/// <param name="Publisher">Its publisher.</param>
/// <param name="Issued">When it was published; for the dataset, the year in which the version was loaded.</param>
/// <param name="Version">For the dataset: number of the version.</param>
/// <param name="Url">For the dataset: the exact address of what is cited.</param>
/// <param name="Note">Further identification.</param>
internal sealed record CslItem(
    string Id, string Type, string Title,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CslName>? Author,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Publisher,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CslDate? Issued,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Version,
    [property: JsonPropertyName("URL"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url,
    string Note);

/// <summary>A name in CSL-JSON.</summary>
/// <param name="Literal">The whole name, as the document gives it.</param>
internal sealed record CslName(string Literal);
