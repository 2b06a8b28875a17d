using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Observability;

namespace Api.Http;

/// <summary>The failure of a request as RFC 9457 problem details, the shape of every error of this API.</summary>
internal sealed record Problem
{
    public const string MediaType = "application/problem+json";

    /// <summary>The number of errors that list what is allowed, so that a short request cannot have a vast answer.</summary>
    private const int MostLists = 10;

    /// <summary>Address of the description of this type of problem, relative to this API.</summary>
    public required string Type { get; init; }

    /// <summary>The type of problem in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>The mistake or failure of this request, and what helps.</summary>
    public required string Detail { get; init; }

    /// <summary>The path of the request.</summary>
    public required string Instance { get; init; }

    /// <summary>The trace id of the request. It finds the request in the log.</summary>
    public required string TraceId { get; init; }

    /// <summary>All errors of a bad request.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParameterError>? Errors { get; init; }

    /// <summary>The allowed values, if they can be listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The nearest existing name, if there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DidYouMean { get; init; }

    public static async Task WriteAsync(
        HttpContext http, ProblemType type, string detail,
        IReadOnlyList<ParameterError>? errors = null, IReadOnlyList<string>? allowed = null, string? didYouMean = null)
    {
        var problem = new Problem
        {
            Type = type.Address,
            Title = type.Title,
            Status = type.Status,
            Detail = detail,
            Instance = http.Request.Path,
            TraceId = Tracing.IdOf(http),
            Errors = errors?.Select((error, i) => i < MostLists ? error : error with { Allowed = null }).ToArray(),
            Allowed = allowed,
            DidYouMean = didYouMean,
        };
        http.RequestServices.GetRequiredService<Instruments>().CountProblem(type.Name);
        if (type.Status >= StatusCodes.Status500InternalServerError)
            Log(http, problem);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Options);
        http.Response.StatusCode = type.Status;
        http.Response.ContentType = MediaType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-store";
        if (type.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "5";
        await http.Response.Body.WriteAsync(body, CancellationToken.None); // A timeout aborts the request, but its problem is sent.
    }

    /// <summary>A passing failure is a warning with its reason. For an error the framework logs the stack.</summary>
    private static void Log(HttpContext http, Problem problem)
    {
        var passes = problem.Status != StatusCodes.Status500InternalServerError;
        var reason = passes && ProblemHandling.ErrorOf(http) is { } error ? (error.InnerException ?? error).Message : problem.Detail;
        RequestLogs.LogProblem(http, passes ? LogLevel.Warning : LogLevel.Error, problem.Status, problem.Type, reason);
    }
}
