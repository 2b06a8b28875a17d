namespace Api.Http;

/// <summary>The text is built with the document, because it takes a while. The parameters are common ones. The id is the name of a client's method.</summary>
internal sealed record OperationDescription(string Id, string Tag, string Summary, Func<string> Text, IReadOnlyList<string> Parameters);

internal sealed record PathParameter(string Name, string Example, string Description, IReadOnlyList<string>? Allowed = null);

/// <summary>The body of a successful answer. The type is null for a file, which a generated client would otherwise parse as JSON.</summary>
internal sealed record SuccessBody(Type? Type, IReadOnlyList<string> MediaTypes);

/// <summary>Media types of documented answers.</summary>
internal static class MediaTypes
{
    /// <summary>One of several, which the path selects. A successful answer has one entry in the document, so that clients have one type for it.</summary>
    public const string Any = "*/*";

    public const string Json = "application/json";
}

internal sealed record MayAnswer(ProblemType Problem);

/// <summary>Groups of operations other than those of one resource.</summary>
internal static class Tags
{
    public const string Across = "Across resources";
    public const string Overview = "Overview";
    public const string Health = "Health";
}
