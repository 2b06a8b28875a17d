namespace Api.Http;

/// <summary>Builds absolute addresses of this API, with the host that the client used.</summary>
internal static class Address
{
    public static string Of(HttpRequest request, string path, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var query = QueryString.Create(parameters.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        return $"{request.Scheme}://{request.Host}{request.PathBase}{path}{query}";
    }

    /// <summary>The address of the same answer for ever: pinned to a version, with its parameters in the order of their names.</summary>
    public static string Pinned(HttpRequest request, string path, int version, IEnumerable<KeyValuePair<string, string>>? given = null) =>
        Of(request, path, (given ?? []).Where(pair => pair.Key != NoParameters.Version)
            .Append(new(NoParameters.Version, version.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal));
}
