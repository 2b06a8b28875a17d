namespace Api.Http;

/// <summary>Absolute addresses of this API, as the client reaches it.</summary>
internal static class Address
{
    /// <summary>The address of a path with these parameters, in this order.</summary>
    public static string Of(HttpRequest request, string path, IEnumerable<KeyValuePair<string, string>> parameters) =>
        $"{request.Scheme}://{request.Host}{request.PathBase}{path}{QueryString.Create(parameters.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))}";

    /// <summary>The address at which the same answer can be had for ever: pinned to a version, its parameters in the order of their names.</summary>
    public static string Pinned(HttpRequest request, string path, int version, IEnumerable<KeyValuePair<string, string>>? given = null) =>
        Of(request, path, (given ?? []).Where(pair => pair.Key != NoParameters.Version)
            .Append(new(NoParameters.Version, version.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal));
}
