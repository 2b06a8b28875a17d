using Api.Http;
using Api.Listing.Declare;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Guards;

/// <summary>Refuses addresses that are too long, with a problem. The server would refuse them without a word, so it reads twice as much.</summary>
internal static class LongAddresses
{
    /// <summary>The longest first line of a request that is read at all. What is longer still, the server itself answers with a bare 414.</summary>
    public const int ReadAtMost = 2 * CommonParameter.LongestAddress;

    /// <summary>Answers 414 to an address that is too long.</summary>
    public static Task RefuseAsync(HttpContext http, RequestDelegate next) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length is var length and > CommonParameter.LongestAddress
            ? Problem.WriteAsync(http, ProblemType.AddressTooLong, $"The address has {length} characters, and may have {CommonParameter.LongestAddress}.")
            : next(http);
}
