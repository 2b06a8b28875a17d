namespace Api.Http;

/// <summary>Ends a request with a problem. The exceptions of all rooms above inherit it, so that problem handling names none of them.</summary>
internal class ProblemException(ProblemType type, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public ProblemType Type { get; } = type;

    public IReadOnlyList<ParameterError> Errors { get; init; } = [];

    public IReadOnlyList<string>? Allowed { get; init; }

    public string? DidYouMean { get; init; }
}
