using Microsoft.AspNetCore.Http.Features;

namespace Api.Http;

/// <summary>Bounds the length of a request's address. The server reads twice as much, because its own 414 has no body.</summary>
internal static class AddressLength
{
    /// <summary>The longest address, in characters.</summary>
    public const int Most = 8192;

    /// <summary>The longest first line that the server reads.</summary>
    public const int MostRead = 2 * Most;

    public static Task LimitAsync(HttpContext http, RequestDelegate next) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length is var length and > Most
            ? Problem.WriteAsync(http, ProblemType.AddressTooLong, $"The address has {length} characters. At most {Most} are allowed.")
            : next(http);
}
