namespace Api.Http;

/// <summary>Nothing has the requested id or name.</summary>
internal sealed class NotFoundException : ProblemException
{
    public NotFoundException(string detail, string? didYouMean) : base(ProblemType.NotFound, detail) => DidYouMean = didYouMean;
}
