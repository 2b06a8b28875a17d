namespace Api.Http;

internal sealed record ProblemType(string Name, int Status, string Title, string Description)
{
    public string Address => $"/v1/problems/{Name}";

    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request is not valid",
        "One or more parameters are unknown, repeated, malformed or not allowed. The member errors lists all of them: parameter, code, detail, "
        + "and, if they are known, the allowed values and the value that was probably meant.");

    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing at this address",
        "No route has this path, or no record of this version of the dataset has this id. /v1 lists what there is.");

    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here",
        "The API is read-only: use GET or HEAD. The header Allow lists the methods, and so does OPTIONS.");

    public static readonly ProblemType NotAcceptable = new("not-acceptable", 406, "No format matches Accept",
        "The header Accept allows none of the formats. Change it, or name the format by an extension, such as /v1/visits.csv.");

    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "A body is not accepted",
        "The request has a body. This API takes everything from the address, so send none.");

    public static readonly ProblemType Malformed = new("malformed", 400, "The request is malformed",
        "The request breaks a rule of HTTP, has an invalid host, or is larger than this server allows.");

    public static readonly ProblemType AddressTooLong = new("address-too-long", 414, "The address is too long",
        "The address, with its parameters, has more characters than this server allows. Send fewer values in one request.");

    public static readonly ProblemType UnknownHost = new("unknown-host", 400, "The host is not served here",
        "The header Host names a host that this service does not serve. Use an address that its operator publishes.");

    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Too many requests",
        "More requests came from one address than this server allows in a minute. Try again after the seconds in Retry-After. "
        + "The header RateLimit has the number of requests that are left.");

    public static readonly ProblemType InternalError = new("internal-error", 500, "The server failed",
        "The service has an error. Try again. If it persists, report the trace_id.");

    public static readonly ProblemType Unavailable = new("unavailable", 503, "The data cannot be read now",
        "The database cannot be reached, has no dataset yet, or is older than this service; or as many exports are running as are allowed "
        + "at the same time; or this instance is about to end. Try again after the seconds in Retry-After.");

    public static readonly ProblemType Timeout = new("timeout", 504, "The answer took too long",
        "The answer was not ready within its time limit. Request less: add a filter, or read an export in several requests.");

    public static IReadOnlyList<ProblemType> All { get; } =
    [
        BadRequest, Malformed, UnknownHost, NotFound, MethodNotAllowed, NotAcceptable,
        AddressTooLong, UnsupportedMediaType, TooManyRequests, InternalError, Unavailable, Timeout,
    ];
}
