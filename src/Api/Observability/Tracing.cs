using System.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Api.Observability;

/// <summary>
/// Gives a request its trace (W3C Trace Context), which continues the client's. The framework would do it for every request, and that costs
/// as much as a cache hit: appsettings.json switches it off, and a cache hit has no trace.
/// </summary>
internal static class Tracing
{
    public static async Task BeginAsync(HttpContext http, RequestDelegate next)
    {
        if (Activity.Current is not null)
        {
            await next(http); // The framework began one, because something listens.
            return;
        }

        using var activity = new Activity("request");
        if (ActivityContext.TryParse(http.Request.Headers[HeaderNames.TraceParent], http.Request.Headers[HeaderNames.TraceState], out var parent))
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        activity.Start();
        await next(http);
    }

    public static string IdOf(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
}
