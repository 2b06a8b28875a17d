using System.Diagnostics;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Api.Observability;

/// <summary>
/// Where the time of one request went, for a client that prefers to be told (RFC 7240): the header Server-Timing. It is of this one
/// answer, so that no cache may keep what it stands in; what the service itself keeps holds no such header.
/// </summary>
internal sealed class ServerTiming
{
    private const string Preference = "server-timing";
    private const string Preferred = "Prefer";
    private const string Applied = "Preference-Applied";

    /// <summary>The part in which an answer was found in memory.</summary>
    public const string Hit = "cache;desc=hit";

    /// <summary>The part in which it was not.</summary>
    public const string Miss = "cache;desc=miss";

    /// <summary>The part in which the database was asked, until its first row.</summary>
    public const string Database = "db";

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<(string Name, TimeSpan Duration)> _laps = [];
    private long _lap;
    private bool _missed;

    private ServerTiming() => _lap = _began;

    /// <summary>Headers that pages of other origins may read.</summary>
    public static IReadOnlyList<string> Headers { get; } = ["Server-Timing", Applied];

    /// <summary>Takes the time of a request whose client asks for it.</summary>
    public static Task TellAsync(HttpContext http, RequestDelegate next)
    {
        var preferences = http.Request.Headers[Preferred];
        if (preferences.Count == 0 || !NameValueHeaderValue.TryParseList(preferences, out var given) || !given.Any(IsWish))
            return next(http);
        var timing = new ServerTiming();
        http.Features.Set(timing);
        http.Response.OnStarting(() =>
        {
            timing.Write(http.Response.Headers);
            return Task.CompletedTask;
        });
        return next(http);
    }

    /// <summary>The clock of a request; null when nobody asked for its time.</summary>
    public static ServerTiming? Of(HttpContext http) => http.Features.Get<ServerTiming>();

    /// <summary>What went by since the last part ended was this part.</summary>
    public void Lap(string name)
    {
        var now = Stopwatch.GetTimestamp();
        _laps.Add((name, Stopwatch.GetElapsedTime(_lap, now)));
        _lap = now;
    }

    /// <summary>Memory did not have the answer to these very words, so that the rest of the service is asked.</summary>
    public void Missed() => _missed = true;

    private static bool IsWish(NameValueHeaderValue preference) => preference.Name.Equals(Preference, StringComparison.OrdinalIgnoreCase) && preference.Value.Length == 0;

    private void Write(IHeaderDictionary headers)
    {
        Lap(_missed ? "write" : Hit); // All that is left until the headers leave: a page is written by then, and a table begun.
        _laps.Add(("total", Stopwatch.GetElapsedTime(_began)));
        headers["Server-Timing"] = string.Join(", ", _laps.Select(lap => string.Create(CultureInfo.InvariantCulture, $"{lap.Name};dur={lap.Duration.TotalMilliseconds:0.###}")));
        headers[Applied] = Preference;
        headers["Timing-Allow-Origin"] = "*";
        headers.CacheControl = "no-store";
    }
}
