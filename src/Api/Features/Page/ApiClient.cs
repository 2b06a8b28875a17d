using System.Text.Json;
using Api.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Features.Page;

/// <summary>An answer of the API, with its body if that is JSON.</summary>
internal sealed record ApiAnswer(int Status, JsonElement Json, int? Version)
{
    public bool IsGood => Status == StatusCodes.Status200OK;
}

/// <summary>Requests this API like any client, but without a connection. So a page shows only the API's answers, and both share the cache.</summary>
internal sealed class ApiClient
{
    private RequestDelegate? _api;

    public RequestDelegate Capture(RequestDelegate api) => _api = api;

    public async Task<ApiAnswer> GetAsync(HttpContext http, string address)
    {
        using var body = new MemoryStream();
        var inner = new DefaultHttpContext { RequestServices = http.RequestServices, RequestAborted = http.RequestAborted };
        inner.Response.Body = body;
        inner.Connection.RemoteIpAddress = http.Connection.RemoteIpAddress; // Its places are those of the page's client.
        var (outer, request) = (http.Request, inner.Request);
        var query = address.IndexOf('?');
        (request.Method, request.Scheme, request.Host, request.PathBase) = (HttpMethods.Get, outer.Scheme, outer.Host, outer.PathBase);
        request.Path = PathString.FromUriComponent(query < 0 ? address : address[..query]);
        request.QueryString = new QueryString(query < 0 ? null : address[query..]);
        request.Headers.Accept = "application/json";
        inner.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = outer.PathBase.ToUriComponent() + address;
        await _api!(inner);
        await inner.Response.CompleteAsync();
        http.RequestAborted.ThrowIfCancellationRequested(); // After an abort the body may be missing.
        var isJson = inner.Response.ContentType?.EndsWith("json", StringComparison.Ordinal) == true;
        int? version = int.TryParse(inner.Response.Headers[ApiHeaders.DatasetVersion], out var number) ? number : null;
        return new(inner.Response.StatusCode, isJson ? Read(body) : default, version);
    }

    private static JsonElement Read(MemoryStream body)
    {
        using var json = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        return json.RootElement.Clone();
    }
}
