using Api.Features.Charts;
using Api.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Api.Caching;

/// <summary>An answer as it goes over the wire, in one coding.</summary>
internal sealed class CachedAnswer
{
    private static readonly string[] Kept =
    [
        HeaderNames.ContentType, HeaderNames.CacheControl, HeaderNames.Vary, HeaderNames.LastModified, CacheHeaders.VersionHeader,
        HeaderNames.Link, HeaderNames.ContentDisposition, ChartEndpoints.AltHeader,
    ];

    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly ContentEncoding _coding;
    private readonly string _tag;
    private readonly string _quotedTag;
    private readonly string? _lastModified;
    private readonly byte[] _body;

    /// <summary>Stores what was made for a response that has its headers.</summary>
    public CachedAnswer(HttpResponse made, string tag, byte[] body)
        : this([.. Kept.Where(made.Headers.ContainsKey).Select(name => KeyValuePair.Create(name, made.Headers[name]))], ContentEncoding.Identity, tag, body)
    {
    }

    private CachedAnswer(KeyValuePair<string, StringValues>[] headers, ContentEncoding coding, string tag, byte[] body)
    {
        (_headers, _coding, _tag, _body) = (headers, coding, tag, body);
        _quotedTag = $"\"{tag}{coding.TagSuffix}\"";
        _lastModified = headers.FirstOrDefault(header => header.Key == HeaderNames.LastModified).Value;
        Helps = ContentEncoding.Helps(headers.FirstOrDefault(header => header.Key == HeaderNames.ContentType).Value);
        Weight = body.Length + 500 + headers.Sum(header => header.Value.ToString().Length);
    }

    /// <summary>About how many bytes of memory it takes.</summary>
    public long Weight { get; }

    /// <summary>How it is packed.</summary>
    public ContentEncoding Coding => _coding;

    /// <summary>Whether a coding makes it smaller.</summary>
    public bool Helps { get; }

    /// <summary>The same answer in another coding.</summary>
    public CachedAnswer In(ContentEncoding coding) => new(_headers, coding, _tag, coding.Pack(_body));

    /// <summary>Sends it, or 304 when the client has it already.</summary>
    /// <param name="http">The request.</param>
    /// <param name="alone">Whether <see cref="FixedHeaders.AddHeadersAsync"/> does not see the request, so that what every answer says is added here.</param>
    public Task SendAsync(HttpContext http, bool alone = false)
    {
        var headers = http.Response.Headers;
        foreach (var (name, value) in _headers)
            headers[name] = value;
        headers.ETag = _quotedTag;
        if (alone)
            FixedHeaders.AddHeaders(headers);
        if (CacheHeaders.HasIt(http.Request.Headers, _quotedTag, _lastModified))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (_coding != ContentEncoding.Identity)
            headers.ContentEncoding = _coding.Name;
        headers.ContentLength = _body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.BodyWriter.WriteAsync(_body, http.RequestAborted).AsTask();
    }
}
