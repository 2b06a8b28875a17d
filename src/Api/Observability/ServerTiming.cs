using System.Diagnostics;
using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Api.Observability;

/// <summary>Measures where the time of one request goes, for a client that prefers it (RFC 7240): the header Server-Timing.</summary>
internal sealed class ServerTiming
{
    private const string Preference = "server-timing";
    private const string Preferred = "Prefer";
    private const string Applied = "Preference-Applied";

    public const string Hit = "cache;desc=hit";

    public const string Miss = "cache;desc=miss";

    /// <summary>The query, until its first row.</summary>
    public const string Database = "db";

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(string Name, TimeSpan Duration)> _laps = [];
    private long _lap;
    private bool _isMiss;

    private ServerTiming() => _lap = _start;

    /// <summary>Headers that pages of other origins may read.</summary>
    public static IReadOnlyList<string> Headers { get; } = ["Server-Timing", Applied];

    public static Task MeasureAsync(HttpContext http, RequestDelegate next)
    {
        var preferences = http.Request.Headers[Preferred];
        if (preferences.Count == 0 || !NameValueHeaderValue.TryParseList(preferences, out var given) || !given.Any(IsTiming))
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

    /// <summary>The clock of a request; null if the client does not prefer one.</summary>
    public static ServerTiming? Of(HttpContext http) => http.Features.Get<ServerTiming>();

    /// <summary>Ends a lap, which began when the one before ended.</summary>
    public void Lap(string name)
    {
        var now = Stopwatch.GetTimestamp();
        _laps.Add((name, Stopwatch.GetElapsedTime(_lap, now)));
        _lap = now;
    }

    /// <summary>Notes that the raw request was not found in the cache.</summary>
    public void Missed() => _isMiss = true;

    private static bool IsTiming(NameValueHeaderValue preference) =>
        preference.Name.Equals(Preference, StringComparison.OrdinalIgnoreCase) && preference.Value.Length == 0;

    private void Write(IHeaderDictionary headers)
    {
        Lap(_isMiss ? "write" : Hit); // A page is written by then, and a table begun.
        _laps.Add(("total", Stopwatch.GetElapsedTime(_start)));
        headers["Server-Timing"] = string.Join(", ", _laps.Select(lap =>
            string.Create(CultureInfo.InvariantCulture, $"{lap.Name};dur={lap.Duration.TotalMilliseconds:0.###}")));
        headers[Applied] = Preference;
        headers["Timing-Allow-Origin"] = "*";
        headers.CacheControl = "no-store"; // The times are those of this one answer. Our own cache stores it without them.
    }
}
