using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Http;

/// <summary>Turns an exception or a bare status into a problem. Details of a failure of ours go to the log alone.</summary>
internal static class ProblemHandling
{
    private const string Failed = "The service failed. Its log has the error under the trace_id.";

    public static Task WriteForExceptionAsync(HttpContext http) => ErrorOf(http) switch
    {
        ProblemException problem => Problem.WriteAsync(
            http, problem.Type, problem.Message, problem.Errors.Count == 0 ? null : problem.Errors, problem.Allowed, problem.DidYouMean),
        BadHttpRequestException => Problem.WriteAsync(http, ProblemType.Malformed, "The request is malformed or too large."),
        _ => Problem.WriteAsync(http, ProblemType.InternalError, Failed),
    };

    /// <summary>Whether it is the client's mistake or a passing state, which the log shows without a stack.</summary>
    public static bool IsExpected(Exception exception) => exception is ProblemException or BadHttpRequestException;

    public static Exception? ErrorOf(HttpContext http) => http.Features.Get<IExceptionHandlerFeature>()?.Error;

    /// <summary>Writes the problem of a bare status, such as 404 or 405. OPTIONS is not an error: it requests the methods.</summary>
    public static Task WriteForStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var refused = http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed;
        var requestsMethods = HttpMethods.IsOptions(http.Request.Method) && (refused || IsOfWholeServer(http));
        if (refused || requestsMethods)
            http.Response.Headers.Allow = string.Join(", ", Endpoints.Methods);
        if (requestsMethods)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problem.WriteAsync(
                http, ProblemType.NotFound, $"No route has the path {http.Request.Path}. /v1 lists what there is."),
            StatusCodes.Status405MethodNotAllowed => Problem.WriteAsync(http, ProblemType.MethodNotAllowed,
                $"{http.Request.Method} is not allowed here.", allowed: Endpoints.Methods),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>OPTIONS * is about the server, not an address (RFC 9110, 9.3.7).</summary>
    private static bool IsOfWholeServer(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == "*";

    public static Task RefuseBodyAsync(HttpContext http, RequestDelegate next) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            ? Problem.WriteAsync(http, ProblemType.UnsupportedMediaType, "A body is not accepted. Put the whole request in the address.")
            : next(http);
}
