using System.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Api.Http;

/// <summary>
/// Gives a request its trace (W3C Trace Context), which goes on with the client's where it has one. The framework would do so
/// for every request, which costs as much as an answer from memory: it is asked not to, in appsettings.json, and those go without.
/// </summary>
internal static class Tracing
{
    public static async Task BeginAsync(HttpContext http, RequestDelegate next)
    {
        if (Activity.Current is not null)
        {
            await next(http); // Somebody listens, so that the framework has begun one all the same.
            return;
        }

        using var activity = new Activity("request");
        if (ActivityContext.TryParse(http.Request.Headers[HeaderNames.TraceParent], http.Request.Headers[HeaderNames.TraceState], out var parent))
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        activity.Start();
        await next(http);
    }
}
