namespace Tests.Support;

/// <summary>One error of a request.</summary>
internal sealed record Error(string Parameter, string Code, string Detail, string[]? Allowed, string? DidYouMean);
