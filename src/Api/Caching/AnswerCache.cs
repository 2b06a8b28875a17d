using System.Globalization;
using System.Text.Json;
using Api.Database;
using Api.Guards;
using Api.Http;
using Api.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Caching;

/// <summary>
/// Serves GET and HEAD from memory, or computes it once. The key of an answer is its whole dataset version and canonical request, so equal requests
/// in other words share it, and it does not outlive its version. A second cache leads from the raw request to the canonical one without parsing.
/// </summary>
internal sealed class AnswerCache
{
    public const string Setting = "Answers:CacheMegabytes";

    private const int DefaultMegabytes = 64;
    private const int MostMegabytes = 65_536;

    /// <summary>A longer table is sent while it is written, and not cached: as many as there are places are written at once.</summary>
    private const int MostHeld = 2 * 1024 * 1024;

    private readonly DatasetVersions _versions;
    private readonly Instruments _instruments;
    private readonly Places _places;
    private readonly Spool _spool;
    private readonly BoundedCache<(AnswerKey Key, ContentEncoding Encoding), CachedAnswer> _answers;
    private readonly BoundedCache<RawRequest, ParsedRequest> _parsed;
    private readonly SharedComputations<AnswerKey, CachedAnswer> _computations = new();

    /// <summary>Creates a cache of the configured size; 0 turns it off.</summary>
    /// <exception cref="SettingException">The size is out of range.</exception>
    public AnswerCache(DatasetVersions versions, IConfiguration configuration, Instruments instruments, Places places, Spool spool)
    {
        var megabytes = configuration.GetValue<int?>(Setting) ?? DefaultMegabytes;
        if (megabytes is < 0 or > MostMegabytes)
            throw new SettingException($"{Setting} is {megabytes}. It must be from 0 to {MostMegabytes} megabytes.");
        var bytes = megabytes * 1024L * 1024;
        (_versions, _instruments, _places, _spool) = (versions, instruments, places, spool);
        _answers = new(bytes - (bytes / 8), (key, answer) => answer.Weight + (2 * key.Key.Request.Length));
        _parsed = new(bytes / 8, (raw, parsed) => 300 + (2 * (raw.Target.Length + raw.Host.Length + raw.Accept.Length + parsed.Request.Length)));
        versions.Replaced += _answers.Clear;
    }

    /// <summary>Serves a repeated request before anything else looks at it.</summary>
    public Task ServeFromCacheAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsRead(http) || !_parsed.TryGet(RawRequest.Of(http), out var parsed)
            || KeyOf(parsed) is not { } key || Find(key, http) is not { } answer)
        {
            ServerTiming.Of(http)?.Missed();
            return next(http);
        }

        if (parsed.Version == ParsedRequest.Current)
            CacheHeaders.MarkStale(http.Response, _versions);
        if (_versions.Current is { } current) // For an answer without a version.
            http.Response.Headers[ApiHeaders.DatasetVersion] = current.Version.ToString(CultureInfo.InvariantCulture);
        _instruments.CountAnswer(isHit: true, answer.Encoding.Name);
        return answer.SendAsync(http, _spool, addFixedHeaders: true);
    }

    /// <summary>Sends an answer from the cache, or computes it: one request at a time computes it, and the others wait.</summary>
    public async Task SendAsync(HttpContext http, Answer answer)
    {
        var response = http.Response;
        // Where Accept chose the format, the answer says so, and its links lead back to the address without the choice.
        var origin = Address.Origin(http.Request);
        var key = new AnswerKey($"{(answer.IsPinned ? "pinned " : "")}{response.Headers.Vary} {origin}/{answer.Key}", answer.Version);
        var encoding = answer.IsCompressed ? ContentEncoding.Identity : ContentEncoding.Choose(http.Request.Headers.AcceptEncoding);
        CacheHeaders.Set(response, answer.Version, answer.IsPinned);
        if (!answer.IsPinned && answer.Version is not null)
            CacheHeaders.MarkStale(response, _versions);
        var cached = Find(key, http);
        // Only a table has its headers before its body. A 304 for any other needs the answer, from which the client's copy takes its headers.
        var streamTag = answer.IsStreamed ? CacheHeaders.TagOf(answer.Version, key.Request, body: []) : "";
        var quoted = $"\"{streamTag}{encoding.TagSuffix}\"";
        if (cached is null && answer.IsStreamed && CacheHeaders.HasIt(http.Request.Headers, quoted))
        {
            _instruments.CountAnswer(isHit: true, encoding.Name);
            response.Headers.ETag = quoted;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        _instruments.CountAnswer(isHit: cached is not null, encoding.Name);
        ServerTiming.Of(http)?.Lap(cached is null ? ServerTiming.Miss : ServerTiming.Hit);
        cached ??= await ComputeAsync(http, answer, key, streamTag, encoding);
        if (cached is null)
        {
            if (!response.HasStarted)
                DeclareStream(response, quoted, encoding);
            return;
        }

        var version = answer.Version is null ? ParsedRequest.None : answer.IsPinned ? answer.Version.Version : ParsedRequest.Current;
        _parsed.Set(RawRequest.Of(http), new(key.Request, version));
        await cached.SendAsync(http, _spool);
    }

    public Task SendJsonAsync<T>(
        HttpContext http, DatasetVersion? version, string key, bool isPinned, Func<Task<T>> read, PriceClass price = PriceClass.Light)
    {
        http.Response.ContentType = "application/json";
        return SendAsync(http, new(key, version, WriteAsync) { Price = price, IsPinned = isPinned });

        async Task WriteAsync(Stream body) => await JsonSerializer.SerializeAsync(body, await read(), ApiJson.Options, http.RequestAborted);
    }

    private async Task<CachedAnswer?> ComputeAsync(HttpContext http, Answer answer, AnswerKey key, string streamTag, ContentEncoding encoding)
    {
        if (answer.IsStreamed && HttpMethods.IsHead(http.Request.Method))
            return null;
        var shared = _answers.MostEntryWeight == 0 ? await WriteAloneAsync()
            : await _computations.GetAsync(key, TakeAsync, FindPlain, WriteAsync, http.RequestAborted);
        return shared is null ? null : InEncoding(key, encoding, shared);

        async Task<CachedAnswer?> WriteAloneAsync()
        {
            using var place = await TakeAsync();
            return await WriteAsync(place, () => { });
        }

        CachedAnswer? FindPlain() => _answers.TryGet((key, ContentEncoding.Identity), out var plain) ? plain : null;

        async Task<IDisposable?> TakeAsync()
        {
            if (answer.Version is null || answer.Price is not { } price)
                return null;
            var place = await _places.TakeAsync(http, price);
            ServerTiming.Of(http)?.Lap($"cost;desc={Places.NameOf(price)}");
            return place;
        }

        async Task<CachedAnswer?> WriteAsync(IDisposable? place, Action releaseOthers)
        {
            SpooledBody? sent = null;
            Stream? compressing = null;
            await using var body = new OverflowStream(answer.IsStreamed ? Math.Min(_answers.MostEntryWeight, MostHeld) : Array.MaxLength, () =>
            {
                releaseOthers();
                DeclareStream(http.Response, $"\"{streamTag}{encoding.TagSuffix}\"", encoding);
                sent = _spool.Open(http);
                return Task.FromResult(encoding == ContentEncoding.Identity ? sent : compressing = encoding.Wrap(sent));
            });
            try
            {
                await answer.WriteAsync(body);
                if (compressing is not null)
                    await compressing.DisposeAsync();
                if (sent is not null)
                {
                    await sent.EndAsync();
                    place?.Dispose(); // The client may read the rest for as long as it takes.
                    await sent.CompleteAsync();
                    return null;
                }
            }
            finally
            {
                if (sent is not null)
                    await sent.DisposeAsync();
            }

            var bytes = body.ToArray();
            var tag = answer.IsStreamed ? streamTag : CacheHeaders.TagOf(answer.Version, key.Request, bytes);
            var plain = new CachedAnswer(http.Response.Headers, tag, answer.IsCompressed, bytes);
            _answers.Set((key, ContentEncoding.Identity), plain);
            return plain;
        }
    }

    private static void DeclareStream(HttpResponse response, string quotedTag, ContentEncoding encoding)
    {
        response.Headers.ETag = quotedTag;
        if (encoding != ContentEncoding.Identity)
            response.Headers.ContentEncoding = encoding.Name;
    }

    private AnswerKey? KeyOf(ParsedRequest parsed) => parsed.Version switch
    {
        ParsedRequest.None => new(parsed.Request, null),
        ParsedRequest.Current => _versions.Current is { } current ? new(parsed.Request, current) : null,
        var pinned => _versions.Known(pinned) is { } version ? new(parsed.Request, version) : null,
    };

    private CachedAnswer? Find(AnswerKey key, HttpContext http)
    {
        var accepted = http.Request.Headers.AcceptEncoding;
        if (accepted.Count == 0)
            return _answers.TryGet((key, ContentEncoding.Identity), out var unencoded) ? unencoded : null;
        var encoding = ContentEncoding.Choose(accepted);
        return _answers.TryGet((key, encoding), out var encoded) ? encoded
            : _answers.TryGet((key, ContentEncoding.Identity), out var plain) ? InEncoding(key, encoding, plain) : null;
    }

    private CachedAnswer InEncoding(AnswerKey key, ContentEncoding encoding, CachedAnswer plain)
    {
        var encoded = Encoded(plain, encoding);
        if (encoded != plain)
            _answers.Set((key, encoding), encoded);
        return encoded;
    }

    private static CachedAnswer Encoded(CachedAnswer plain, ContentEncoding encoding) =>
        encoding == ContentEncoding.Identity || plain.IsCompressed ? plain : plain.In(encoding);

    private static bool IsRead(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true;

    private readonly record struct AnswerKey(string Request, DatasetVersion? Version);

    /// <summary>A canonical request, with the number of the version it names.</summary>
    private readonly record struct ParsedRequest(string Request, int Version)
    {
        public const int Current = -1;
        public const int None = 0;
    }

    /// <summary>All of a request that an answer may depend on.</summary>
    private readonly record struct RawRequest(string Target, string Host, string Scheme, string Accept)
    {
        public static RawRequest Of(HttpContext http) => new(
            http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            http.Request.Host.Value ?? "", http.Request.Scheme, http.Request.Headers.Accept.ToString());
    }
}
