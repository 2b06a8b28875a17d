namespace Api.Http;

/// <summary>What an operation is, for its documentation.</summary>
/// <param name="Tag">The group it is shown in.</param>
/// <param name="Summary">What it gives, in a few words.</param>
/// <param name="Text">Says what it gives, and how to ask for it, when the document is made: it takes a while.</param>
/// <param name="Parameters">The parameters in the query that are common to many operations, by name.</param>
internal sealed record OperationDescription(string Tag, string Summary, Func<string> Text, IReadOnlyList<string> Parameters);

/// <summary>A parameter in the path.</summary>
internal sealed record PathParameter(string Name, string Example, string Description, IReadOnlyList<string>? Allowed = null);

/// <summary>What the operation answers when all is well, in these media types.</summary>
/// <param name="Type">The type behind a JSON body; null for a file, which a generated client would otherwise read as JSON.</param>
/// <param name="MediaTypes">The media types of the body.</param>
internal sealed record SuccessBody(Type? Type, IReadOnlyList<string> MediaTypes);

/// <summary>The operation may also answer with this problem.</summary>
internal sealed record MayAnswer(ProblemType Problem);

/// <summary>Groups of operations that are no resource's.</summary>
internal static class Tags
{
    public const string Across = "Across resources";
    public const string Overview = "Overview";
    public const string Health = "Health";
}
