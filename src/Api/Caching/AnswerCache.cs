using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Api.Database;
using Api.Http;
using Api.Observability;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Caching;

/// <summary>
/// Answers GET and HEAD from memory where it can, and makes each answer once where it cannot. An answer is known by its dataset
/// version and its canonical question, so that the same question in other words is the same answer, and no answer outlives its
/// version. Beside it stands, for the words of a request, the question that they were understood as: what was asked in these words
/// before is answered without being understood again.
/// </summary>
internal sealed class AnswerCache
{
    /// <summary>The setting for the memory that answers may take, in megabytes.</summary>
    public const string Setting = "Answers:CacheMegabytes";

    private const int DefaultMegabytes = 128;

    private readonly DatasetVersions _versions;
    private readonly Instruments _instruments;
    private readonly BoundedCache<AnswerKey, CachedAnswer> _answers;
    private readonly BoundedCache<Wording, Understood> _understood;
    private readonly ConcurrentDictionary<Understood, Task<Made>> _underWay = new();

    /// <summary>A cache of the size that is configured; 0 turns it off.</summary>
    /// <exception cref="InvalidOperationException">The size is not from 0 to 65,536.</exception>
    public AnswerCache(DatasetVersions versions, IConfiguration configuration, Instruments instruments)
    {
        var megabytes = configuration.GetValue<int?>(Setting) ?? DefaultMegabytes;
        if (megabytes is < 0 or > 65_536)
            throw new InvalidOperationException($"{Setting} is {megabytes}; it must be from 0 to 65536 megabytes.");
        var bytes = megabytes * 1024L * 1024;
        _versions = versions;
        _instruments = instruments;
        _answers = new(bytes - (bytes / 8), (key, answer) => answer.Weight + (2 * key.Question.Text.Length));
        _understood = new(bytes / 8, (wording, question) => 300 + (2 * (wording.Target.Length + wording.Host.Length + wording.Accept.Length + question.Text.Length)));
        versions.Replaced += () => _answers.Clear();
    }

    /// <summary>Answers what was asked in the same words before, before anything else looks at the request.</summary>
    public Task AnswerAgainAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsRead(http) || _understood.Find(Wording.Of(http)) is not { Text: not null } question)
            return MissAsync(http, next);
        var seen = _versions.LastSeen;
        var isPinned = question.Version != Understood.Current;
        if (!isPinned)
            question = question with { Version = seen ?? 0 };
        if (Find(question, http) is not { } answer)
            return MissAsync(http, next);
        if (!isPinned)
            CacheHeaders.TellStale(http.Response, _versions);
        if (seen is { } version)
            http.Response.Headers[CacheHeaders.VersionHeader] = version.ToString(CultureInfo.InvariantCulture); // For answers that have no version of their own.
        _instruments.Answered(fromMemory: true, answer.Coding);
        return answer.SendAsync(http, alone: true);
    }

    /// <summary>Answers with what is kept, or makes it: at most one request at a time makes an answer, and the others wait for it.</summary>
    /// <param name="http">The request. Of the response the headers Content-Type, Content-Disposition and Vary are set already.</param>
    /// <param name="version">The version that the answer is made from; null when it does not depend on the dataset.</param>
    /// <param name="question">The canonical question, the format included.</param>
    /// <param name="pinned">Whether the question names its version, so that the answer never changes.</param>
    /// <param name="make">Writes the body, and sets headers that depend on it.</param>
    /// <param name="streams">Whether the body may be larger than what is kept; it is sent as it is made then. HEAD makes none such.</param>
    /// <param name="mayBeMissing">Whether making it may find that there is nothing, so that it must be made before a 304.</param>
    public async Task SendAsync(
        HttpContext http, DatasetVersion? version, string question, bool pinned, Func<Stream, Task> make, bool streams = false, bool mayBeMissing = false)
    {
        var response = http.Response;
        // Where Accept chose the format, the answer says so, and its links lead back to the address that leaves the choice.
        var key = new Understood($"{(pinned ? "pinned " : "")}{response.Headers.Vary} {http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/{question}", version?.Version ?? 0);
        var tag = CacheHeaders.TagOf(version, question);
        var coding = ContentEncoding.Helps(response.ContentType) ? ContentEncoding.Choose(http.Request.Headers.AcceptEncoding) : ContentEncoding.Identity;
        var quoted = $"\"{tag}{coding.TagSuffix}\"";
        CacheHeaders.SetHeaders(response, version, pinned);
        if (!pinned && version is not null)
            CacheHeaders.TellStale(response, _versions);
        if (mayBeMissing ? CacheHeaders.HasTag(http.Request.Headers, quoted) : CacheHeaders.HasIt(http.Request.Headers, quoted, response.Headers.LastModified))
        {
            _instruments.Answered(fromMemory: true, coding);
            response.Headers.ETag = quoted;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var answer = Find(key, http);
        _instruments.Answered(fromMemory: answer is not null, coding);
        ServerTiming.Of(http)?.Lap(answer is null ? ServerTiming.Miss : ServerTiming.Hit);
        answer ??= streams && HttpMethods.IsHead(http.Request.Method) ? null : await MakeAsync();
        if (answer is null)
        {
            if (!response.HasStarted)
                DeclareStream();
            return;
        }

        _understood.Keep(Wording.Of(http), pinned || version is null ? key : key with { Version = Understood.Current });
        await answer.SendAsync(http);

        async Task<CachedAnswer?> MakeAsync()
        {
            while (_answers.Heaviest > 0)
            {
                var mine = new TaskCompletionSource<Made>(TaskCreationOptions.RunContinuationsAsynchronously);
                var underWay = _underWay.GetOrAdd(key, mine.Task);
                if (underWay == mine.Task)
                    return await MakeForAllAsync(mine);
                var made = await underWay.WaitAsync(http.RequestAborted);
                if (made.Answer is not null)
                    return InCoding(key, coding, made.Answer);
                if (!made.IsAbandoned)
                    break;
            }

            return await MakeHereAsync(() => { });
        }

        async Task<CachedAnswer?> MakeForAllAsync(TaskCompletionSource<Made> others)
        {
            try
            {
                var plain = await MakeHereAsync(() => others.TrySetResult(new(null, IsAbandoned: false)), keep: true);
                others.TrySetResult(new(plain, IsAbandoned: false));
                return plain is null ? null : InCoding(key, coding, plain);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                others.TrySetResult(new(null, IsAbandoned: true)); // This client left: one of the others makes it.
                throw;
            }
            catch (Exception exception)
            {
                others.TrySetException(exception); // It would fail them too, and should not do so one after the other.
                _ = others.Task.Exception;
                throw;
            }
            finally
            {
                _underWay.TryRemove(KeyValuePair.Create(key, others.Task));
            }
        }

        async Task<CachedAnswer?> MakeHereAsync(Action whenTooLarge, bool keep = false)
        {
            Stream? packing = null;
            var body = new OverflowStream(streams ? Math.Min(_answers.Heaviest, Array.MaxLength) : Array.MaxLength, () =>
            {
                whenTooLarge();
                DeclareStream();
                return Task.FromResult(coding == ContentEncoding.Identity ? response.Body : packing = coding.Wrap(response.Body));
            });
            await make(body);
            if (packing is not null)
                await packing.DisposeAsync();
            if (body.HasOverflowed)
                return null;
            var plain = new CachedAnswer(response, tag, body.Take());
            if (keep)
                _answers.Keep(new(key, ContentEncoding.Identity), plain);
            return coding == ContentEncoding.Identity || keep ? plain : plain.In(coding);
        }

        void DeclareStream()
        {
            response.Headers.ETag = quoted;
            if (coding != ContentEncoding.Identity)
                response.Headers.ContentEncoding = coding.Name;
        }
    }

    /// <summary>Answers with an object as JSON.</summary>
    internal Task SendJsonAsync<T>(HttpContext http, DatasetVersion? version, string question, bool pinned, Func<Task<T>> make, bool mayBeMissing = false)
    {
        http.Response.ContentType = "application/json";
        return SendAsync(http, version, question, pinned, async body => await JsonSerializer.SerializeAsync(body, await make(), ApiJson.Options, http.RequestAborted), mayBeMissing: mayBeMissing);
    }

    private static Task MissAsync(HttpContext http, RequestDelegate next)
    {
        ServerTiming.Of(http)?.Missed();
        return next(http);
    }

    private CachedAnswer? Find(Understood question, HttpContext http)
    {
        var accepted = http.Request.Headers.AcceptEncoding;
        var plainKey = new AnswerKey(question, ContentEncoding.Identity);
        if (accepted.Count == 0)
            return _answers.Find(plainKey);
        var coding = ContentEncoding.Choose(accepted);
        return _answers.Find(new(question, coding)) is { } packed ? packed
            : _answers.Find(plainKey) is { } plain ? InCoding(question, coding, plain) : null;
    }

    private CachedAnswer InCoding(Understood question, ContentEncoding coding, CachedAnswer plain)
    {
        if (coding == ContentEncoding.Identity || !plain.Helps)
            return plain;
        var packed = plain.In(coding);
        _answers.Keep(new(question, coding), packed);
        return packed;
    }

    private static bool IsRead(HttpContext http) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true;

    /// <summary>What was asked, and the version that answers it; <see cref="Current"/> in place of the one that stands.</summary>
    private readonly record struct Understood(string Text, int Version)
    {
        public const int Current = -1;
    }

    private readonly record struct AnswerKey(Understood Question, ContentEncoding Coding);

    /// <summary>All of a request that an answer may depend on.</summary>
    private readonly record struct Wording(string Target, string Host, string Scheme, string Accept)
    {
        public static Wording Of(HttpContext http) => new(
            http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, http.Request.Host.Value ?? "", http.Request.Scheme, http.Request.Headers.Accept.ToString());
    }

    /// <summary>What came of making an answer: the answer, or null when it is too large to be kept, or its maker left.</summary>
    private readonly record struct Made(CachedAnswer? Answer, bool IsAbandoned);
}
