using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Api.Http;

/// <summary>From an exception or a bare status to the problem that the client is told. What is ours stays in the log.</summary>
internal static class ProblemHandling
{
    private const string Ours = "An error that is ours; the trace_id finds it in the log.";

    public static Task WriteForExceptionAsync(HttpContext http) => ErrorOf(http) switch
    {
        ProblemException problem => Problem.WriteAsync(
            http, problem.Type, problem.Message, problem.Errors.Count == 0 ? null : problem.Errors, problem.Allowed, problem.DidYouMean),
        BadHttpRequestException => Problem.WriteAsync(http, ProblemType.Malformed, "The request is malformed or too large."),
        _ => Problem.WriteAsync(http, ProblemType.InternalError, Ours),
    };

    /// <summary>Whether an exception is the client's mistake or a passing state, which the log does not show with its stack.</summary>
    public static bool IsExpected(Exception exception) => exception is ProblemException or BadHttpRequestException;

    /// <summary>The exception that a request ended in, if any.</summary>
    public static Exception? ErrorOf(HttpContext http) => http.Features.Get<IExceptionHandlerFeature>()?.Error;

    /// <summary>Gives answers that the framework leaves without a body their problem: 404, 405 and the like. OPTIONS is no error, but asks for the methods.</summary>
    public static Task WriteForStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var refused = http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed;
        var asksForMethods = HttpMethods.IsOptions(http.Request.Method) && (refused || IsOfWholeServer(http));
        if (refused || asksForMethods)
            http.Response.Headers.Allow = string.Join(", ", Endpoints.Methods);
        if (asksForMethods)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problem.WriteAsync(http, ProblemType.NotFound, $"No route has the path {http.Request.Path}. /v1 lists what there is."),
            StatusCodes.Status405MethodNotAllowed => Problem.WriteAsync(http, ProblemType.MethodNotAllowed,
                $"{http.Request.Method} is not allowed here.", allowed: Endpoints.Methods),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>OPTIONS * asks of the server, not of an address (RFC 9110, 9.3.7).</summary>
    private static bool IsOfWholeServer(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget == "*";

    /// <summary>Refuses a body on a request that takes none.</summary>
    public static Task RefuseBodyAsync(HttpContext http, RequestDelegate next) =>
        (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true
            ? Problem.WriteAsync(http, ProblemType.UnsupportedMediaType, "A body is not accepted; everything that is asked stands in the address.")
            : next(http);
}
