using Api.Http;

namespace Api.Observability;

/// <summary>What is logged of requests: those that fail for reasons of ours, and never what was asked.</summary>
internal static partial class RequestLogs
{
    /// <summary>The framework's line for every request has the whole address in it, searches and all.</summary>
    private const string WithAddresses = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Keeps that line out, whatever levels are configured, for one provider or for all.</summary>
    public static void AddTo(WebApplicationBuilder builder) => builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
    {
        foreach (var provider in filter.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToArray())
            filter.Rules.Add(new LoggerFilterRule(provider, WithAddresses, LogLevel.None, null));
    });

    /// <summary>Logs an answer of 5xx by the trace id that its client is told. What passes is a warning, with its reason; of an error the whole stands beside it.</summary>
    public static void Failed(HttpContext http, Problem problem)
    {
        var passes = problem.Status != StatusCodes.Status500InternalServerError;
        LogFailed(
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Api.Requests"), passes ? LogLevel.Warning : LogLevel.Error,
            problem.Status, http.Request.Method, http.Request.Path.ToUriComponent(), problem.Type, problem.TraceId,
            passes && ProblemHandling.ErrorOf(http) is { } error ? error.Message : problem.Detail);
    }

    [LoggerMessage("Answered {Status} to {Method} {Path}: {Problem}, trace {TraceId}: {Reason}")]
    private static partial void LogFailed(ILogger log, LogLevel level, int status, string method, string path, string problem, string traceId, string reason);
}
