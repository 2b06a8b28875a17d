using Api.Http;

namespace Api.Formats;

/// <summary>The client accepts none of the media types that there are.</summary>
internal sealed class NotAcceptableException : ProblemException
{
    public NotAcceptableException(IReadOnlyList<string> mediaTypes)
        : base(ProblemType.NotAcceptable, $"Accept allows none of: {string.Join(", ", mediaTypes)}.") => Allowed = mediaTypes;
}
