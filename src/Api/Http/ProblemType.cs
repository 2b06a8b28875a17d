namespace Api.Http;

/// <summary>A type of problem.</summary>
/// <param name="Name">Its name, the last part of its address.</param>
/// <param name="Status">The HTTP status code that goes with it.</param>
/// <param name="Title">The type in a few words.</param>
/// <param name="Description">When it occurs, and what helps.</param>
internal sealed record ProblemType(string Name, int Status, string Title, string Description)
{
    /// <summary>A parameter is wrong.</summary>
    public static readonly ProblemType BadRequest = new("bad-request", 400, "The request is not valid",
        "One or more parameters are unknown, repeated, malformed or not allowed. The member errors lists all of them: parameter, code, detail, and where it can what is allowed and what was probably meant.");

    /// <summary>Nothing stands at the address.</summary>
    public static readonly ProblemType NotFound = new("not-found", 404, "There is nothing at this address",
        "No route has this path, or no record this id in this version of the dataset. /v1 lists what there is.");

    /// <summary>The method is neither GET nor HEAD.</summary>
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here",
        "The API only reads: use GET or HEAD; OPTIONS tells the methods. The header Allow lists the methods.");

    /// <summary>No format fits Accept.</summary>
    public static readonly ProblemType NotAcceptable = new("not-acceptable", 406, "No format fits what is accepted",
        "The header Accept allows none of the formats. Change it, or name the format by an extension, such as /v1/visits.csv.");

    /// <summary>The request has a body.</summary>
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "A body is not accepted",
        "The request has a body, of whatever type; everything that this API is asked stands in the address.");

    /// <summary>The request breaks a rule of HTTP, or a limit of this server.</summary>
    public static readonly ProblemType Malformed = new("malformed", 400, "The request is malformed",
        "The request breaks a rule of HTTP or is larger than this server takes.");

    /// <summary>The address is too long.</summary>
    public static readonly ProblemType AddressTooLong = new("address-too-long", 414, "The address is too long",
        "The address, with its parameters, has more characters than this server reads. Ask for fewer values at once.");

    /// <summary>The host is not this service's.</summary>
    public static readonly ProblemType UnknownHost = new("unknown-host", 400, "The host is not served here",
        "The header Host names a host that this service is not set up to answer for. Use an address that its operator names.");

    /// <summary>One client asks too often.</summary>
    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Too many requests",
        "More requests came from one address than this server allows it in a minute. Try again after the seconds in Retry-After; RateLimit tells how many requests are left.");

    /// <summary>Something of ours failed.</summary>
    public static readonly ProblemType InternalError = new("internal-error", 500, "Something failed here",
        "An error that is ours. Try again; if it stays, tell us the trace_id.");

    /// <summary>The database cannot be used now.</summary>
    public static readonly ProblemType Unavailable = new("unavailable", 503, "The data cannot be read now",
        "The database cannot be reached, or holds no dataset yet, or is older than this service, or as many tables are being read as may be at the same time; or this instance is about to end. Try again after the seconds in Retry-After.");

    /// <summary>The answer took too long.</summary>
    public static readonly ProblemType Timeout = new("timeout", 504, "The answer took too long",
        "The answer was not ready within its time limit. Ask for less: add a filter, or read a table format in parts.");

    /// <summary>All types.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
        [BadRequest, Malformed, UnknownHost, NotFound, MethodNotAllowed, NotAcceptable, AddressTooLong, UnsupportedMediaType, TooManyRequests, InternalError, Unavailable, Timeout];
}
