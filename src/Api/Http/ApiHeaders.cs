namespace Api.Http;

/// <summary>The response headers that only this API has.</summary>
internal static class ApiHeaders
{
    public const string DatasetVersion = "Dataset-Version";

    /// <summary>The seconds for which the version of an answer could not be confirmed.</summary>
    public const string DatasetStale = "Dataset-Stale";

    /// <summary>A picture in words.</summary>
    public const string Description = "Content-Description";
}
