using Api.Database;
using Api.Formats;
using Api.Guards;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Npgsql;

namespace Api.Http;

/// <summary>No record has the id.</summary>
internal sealed class NotFoundException(string detail, string? didYouMean) : Exception(detail)
{
    /// <summary>The nearest id, where there is one.</summary>
    public string? DidYouMean { get; } = didYouMean;
}

/// <summary>From an exception or a bare status to the problem that the client is told. What is ours stays in the log.</summary>
internal static class ProblemHandling
{
    private const string Ours = "An error that is ours; the trace_id finds it in the log.";

    /// <summary>Answers for the exception that a request ended in.</summary>
    public static Task WriteForExceptionAsync(HttpContext http) => ErrorOf(http) switch
    {
        BadRequestException bad => Problem.WriteAsync(http, ProblemType.BadRequest,
            bad.Errors.Count == 1 ? bad.Errors[0].Detail : $"{bad.Errors.Count} errors: see errors.", bad.Errors),
        NotAcceptableException none => Problem.WriteAsync(http, ProblemType.NotAcceptable, none.Message, allowed: none.MediaTypes),
        NotFoundException missing => Problem.WriteAsync(http, ProblemType.NotFound, missing.Message, didYouMean: missing.DidYouMean),
        BadHttpRequestException => Problem.WriteAsync(http, ProblemType.Malformed, "The request is malformed or too large."),
        NotLoadedException or PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            Problem.WriteAsync(http, ProblemType.Unavailable, "The database holds no dataset yet."),
        ExportsBusyException or SchemaBehindException or StoppingException or VersionNotHereException => Problem.WriteAsync(http, ProblemType.Unavailable, ErrorOf(http)!.Message),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } =>
            Problem.WriteAsync(http, ProblemType.Timeout, "The database gave the query up after its time limit."),
        NpgsqlException or TimeoutException when IsExpected(ErrorOf(http)!) => Problem.WriteAsync(http, ProblemType.Unavailable, "The database cannot be used at the moment."),
        _ => Problem.WriteAsync(http, ProblemType.InternalError, Ours),
    };

    /// <summary>Whether an exception is the client's doing, or a passing state, and no error to log in full.</summary>
    public static bool IsExpected(Exception exception) => exception switch
    {
        BadRequestException or NotAcceptableException or NotFoundException or BadHttpRequestException => true,
        NotLoadedException or SchemaBehindException or ExportsBusyException or StoppingException or VersionNotHereException or TimeoutException => true,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => true,
        PostgresException { SqlState: ['4', '2', ..] or ['2', '2', ..] } => false, // It reads well, but is not what this program expects: trying again will not help.
        _ => exception is NpgsqlException,
    };

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
