using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Api.Observability;

namespace Api.Http;

/// <summary>What went wrong with a request: RFC 9457 problem details, the shape of every error of this API.</summary>
internal sealed record Problem
{
    /// <summary>The media type of every error.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>So many errors list what is allowed; a request with more gets the list no more often, lest a short question have a vast answer.</summary>
    private const int MostLists = 10;

    /// <summary>Address of the description of this type of problem, relative to this API.</summary>
    public required string Type { get; init; }

    /// <summary>The type of problem in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status code.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong this time, and what would help.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Instance { get; init; }

    /// <summary>The request's trace id, by which its log entries are found.</summary>
    public required string TraceId { get; init; }

    /// <summary>For bad input: every error, all at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParameterError>? Errors { get; init; }

    /// <summary>What would be allowed, where that can be listed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The nearest of what there is, where there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DidYouMean { get; init; }

    /// <summary>Writes a problem of that type as the answer.</summary>
    public static async Task WriteAsync(
        HttpContext http, ProblemType type, string detail, IReadOnlyList<ParameterError>? errors = null, IReadOnlyList<string>? allowed = null, string? didYouMean = null)
    {
        var problem = new Problem
        {
            Type = $"/v1/problems/{type.Name}",
            Title = type.Title,
            Status = type.Status,
            Detail = detail,
            Instance = http.Request.Path,
            TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier,
            Errors = errors?.Select((error, i) => i < MostLists ? error : error with { Allowed = null }).ToArray(),
            Allowed = allowed,
            DidYouMean = didYouMean,
        };
        http.RequestServices.GetRequiredService<Instruments>().Refused(type);
        if (type.Status >= StatusCodes.Status500InternalServerError)
            RequestLogs.Failed(http, problem);
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Options);
        http.Response.StatusCode = type.Status;
        http.Response.ContentType = MediaType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers.CacheControl = "no-store";
        if (type.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "5";
        await http.Response.Body.WriteAsync(body, CancellationToken.None); // After a timeout the request is aborted, and its problem is sent all the same.
    }
}
