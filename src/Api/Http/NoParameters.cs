using System.Globalization;

namespace Api.Http;

/// <summary>Refuses parameters on addresses that take no filters.</summary>
internal static class NoParameters
{
    public const string Version = "dataset_version";

    public static void Check(HttpContext http) => Read(http, []);

    /// <summary>Reads dataset_version and refuses any other parameter.</summary>
    public static int? CheckVersion(HttpContext http)
    {
        if (!Read(http, [Version]).TryGetValue(Version, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw new BadRequestException(new ParameterError(
                Version, ErrorCode.InvalidValue, $"'{text}' is not the number of a version. Give digits only, such as 1."));
    }

    private static SortedDictionary<string, string> Read(HttpContext http, string[] allowed)
    {
        var errors = new List<ParameterError>();
        var given = QueryStringReader.Read(http.Request.QueryString, allowed, _ => null, errors);
        return errors.Count == 0 ? given : throw new BadRequestException(errors);
    }
}
