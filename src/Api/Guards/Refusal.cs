using Api.Http;
using Api.Observability;

namespace Api.Guards;

/// <summary>Answers a request that goes no further with a problem, and with the trace and headers that a later step gives to other answers.</summary>
internal static class Refusal
{
    public static Task WriteAsync(HttpContext http, RequestDelegate write) =>
        Tracing.BeginAsync(http, traced => FixedHeaders.AddHeadersAsync(traced, write));

    public static Task WriteAsync(HttpContext http, ProblemType type, string detail) =>
        WriteAsync(http, refused => Problem.WriteAsync(refused, type, detail));
}
