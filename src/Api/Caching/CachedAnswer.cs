using Api.Guards;
using Api.Http;
using Microsoft.Extensions.Primitives;

namespace Api.Caching;

/// <summary>An answer as it is sent, in one encoding.</summary>
internal sealed class CachedAnswer
{
    private readonly KeyValuePair<string, StringValues>[] _headers;
    private readonly string _tag;
    private readonly string _quotedTag;
    private readonly byte[] _body;

    /// <summary>Takes all headers of the response: those of a single request are set later.</summary>
    public CachedAnswer(IHeaderDictionary headers, string tag, bool isCompressed, byte[] body)
        : this([.. headers], ContentEncoding.Identity, tag, isCompressed, body)
    {
    }

    private CachedAnswer(KeyValuePair<string, StringValues>[] headers, ContentEncoding encoding, string tag, bool isCompressed, byte[] body)
    {
        (_headers, Encoding, _tag, IsCompressed, _body) = (headers, encoding, tag, isCompressed, body);
        _quotedTag = $"\"{tag}{encoding.TagSuffix}\"";
        Weight = body.Length + 500 + headers.Sum(header => header.Value.ToString().Length);
    }

    /// <summary>About how many bytes of memory it takes.</summary>
    public long Weight { get; }

    public ContentEncoding Encoding { get; }

    public bool IsCompressed { get; }

    public CachedAnswer In(ContentEncoding encoding) => new(_headers, encoding, _tag, IsCompressed, encoding.Compress(_body));

    /// <summary>Sends it, or 304 when the client has it. A cache hit needs <c>addFixedHeaders</c>: no other step sees the request.</summary>
    public Task SendAsync(HttpContext http, Spool spool, bool addFixedHeaders = false)
    {
        var headers = http.Response.Headers;
        foreach (var (name, value) in _headers)
            headers[name] = value;
        headers.ETag = _quotedTag;
        if (addFixedHeaders)
            FixedHeaders.AddHeaders(headers);
        if (CacheHeaders.HasIt(http.Request.Headers, _quotedTag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (Encoding != ContentEncoding.Identity)
            headers.ContentEncoding = Encoding.Name;
        headers.ContentLength = _body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : spool.SendAsync(http, _body);
    }
}
