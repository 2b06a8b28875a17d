namespace Api.Http;

/// <summary>The request is wrong. It holds every error found; nothing was looked up for it.</summary>
internal sealed class BadRequestException : ProblemException
{
    public BadRequestException(params IReadOnlyList<ParameterError> errors)
        : base(ProblemType.BadRequest, errors.Count == 1 ? errors[0].Detail : $"{errors.Count} errors: see errors.") => Errors = errors;
}
