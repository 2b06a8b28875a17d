namespace Api.Http;

/// <summary>Builds absolute addresses of this API, with the host that the client used. For a client of HTTP/1.0 without a host they are
/// relative.</summary>
internal static class Address
{
    /// <summary>The beginning of every address.</summary>
    public static string Origin(HttpRequest request) =>
        request.Host.HasValue ? $"{request.Scheme}://{request.Host}{request.PathBase}" : request.PathBase.ToString();

    public static string Of(HttpRequest request, string path, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = QueryString.Create(parameters.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        return $"{Origin(request)}{path}{query}";
    }

    /// <summary>The address of the same answer for ever: pinned to a version, with its parameters in the order of their names.</summary>
    public static string Pinned(HttpRequest request, string path, int version, IEnumerable<KeyValuePair<string, string>>? given = null) =>
        Of(request, path, (given ?? []).Where(pair => pair.Key != NoParameters.Version)
            .Append(new(NoParameters.Version, version.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal));
}
