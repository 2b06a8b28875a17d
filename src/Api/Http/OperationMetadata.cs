namespace Api.Http;

/// <summary>The text is built with the document, because it takes a while. The parameters are common ones.</summary>
internal sealed record OperationDescription(string Tag, string Summary, Func<string> Text, IReadOnlyList<string> Parameters);

internal sealed record PathParameter(string Name, string Example, string Description, IReadOnlyList<string>? Allowed = null);

/// <summary>The body of a successful answer. The type is null for a file, which a generated client would otherwise parse as JSON.</summary>
internal sealed record SuccessBody(Type? Type, IReadOnlyList<string> MediaTypes);

internal sealed record MayAnswer(ProblemType Problem);

/// <summary>Groups of operations other than those of one resource.</summary>
internal static class Tags
{
    public const string Across = "Across resources";
    public const string Overview = "Overview";
    public const string Health = "Health";
}
