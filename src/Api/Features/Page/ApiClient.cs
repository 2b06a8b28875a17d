using System.Text.Json;
using Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Features.Page;

/// <summary>What the API answers: a status, JSON where it is JSON, and the dataset version that it is from.</summary>
internal sealed record ApiAnswer(int Status, JsonElement Json, int? Version)
{
    public bool IsGood => Status == StatusCodes.Status200OK;
}

/// <summary>
/// Asks this API by address, as any client would: the request goes through all that a request from outside goes through, but for
/// the connection. So pages show what the API answers and nothing else, from the same memory.
/// </summary>
internal sealed class ApiClient
{
    private RequestDelegate? _api;

    /// <summary>A step of the application: what stands behind it is the API that is asked.</summary>
    public RequestDelegate Capture(RequestDelegate api) => _api = api;

    /// <summary>Asks for an address.</summary>
    /// <param name="http">The request that it is asked for; the API is seen at the same host.</param>
    /// <param name="address">Path and query, as they would stand in a request.</param>
    public async Task<ApiAnswer> GetAsync(HttpContext http, string address)
    {
        using var body = new MemoryStream();
        var inner = new DefaultHttpContext { RequestServices = http.RequestServices, RequestAborted = http.RequestAborted };
        inner.Response.Body = body;
        var (outer, request) = (http.Request, inner.Request);
        var query = address.IndexOf('?');
        (request.Method, request.Scheme, request.Host, request.PathBase) = (HttpMethods.Get, outer.Scheme, outer.Host, outer.PathBase);
        request.Path = PathString.FromUriComponent(query < 0 ? address : address[..query]);
        request.QueryString = new QueryString(query < 0 ? null : address[query..]);
        request.Headers.Accept = "application/json";
        inner.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = outer.PathBase.ToUriComponent() + address;
        await _api!(inner);
        await inner.Response.CompleteAsync();
        http.RequestAborted.ThrowIfCancellationRequested(); // Of an answer to nobody there may be but the head.
        return new(inner.Response.StatusCode, inner.Response.ContentType?.EndsWith("json", StringComparison.Ordinal) == true ? Read(body) : default, int.TryParse(inner.Response.Headers[ApiHeaders.DatasetVersion], out var version) ? version : null);
    }

    private static JsonElement Read(MemoryStream body)
    {
        using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        return json.RootElement.Clone();
    }
}
