namespace Tests.Support;

/// <summary>One thing wrong with a request.</summary>
internal sealed record Error(string Parameter, string Code, string Detail, string[]? Allowed, string? DidYouMean);
