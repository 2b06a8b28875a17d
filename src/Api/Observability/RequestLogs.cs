namespace Api.Observability;

/// <summary>Logs requests that end in a problem, without their query.</summary>
internal static partial class RequestLogs
{
    /// <summary>The category of the framework's line for every request, which has the whole address with its query.</summary>
    private const string WithQueries = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <summary>Suppresses the framework's lines for every provider, at any configured level.</summary>
    public static void SuppressQueries(LoggerFilterOptions filter)
    {
        foreach (var provider in filter.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToArray())
            filter.Rules.Add(new LoggerFilterRule(provider, WithQueries, LogLevel.None, null));
    }

    /// <summary>Logs a problem with the trace id that its client received.</summary>
    public static void LogProblem(HttpContext http, LogLevel level, int status, string type, string reason) => LogProblem(
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Api.Requests"), level,
        status, http.Request.Method, http.Request.Path.ToUriComponent(), type, Tracing.IdOf(http), reason);

    [LoggerMessage("Answered {Status} to {Method} {Path}: {Problem}, trace {TraceId}: {Reason}")]
    private static partial void LogProblem(
        ILogger log, LogLevel level, int status, string method, string path, string problem, string traceId, string reason);
}
