using Api.Listing;
using Api.OpenApi;

namespace Api.Http;

/// <summary>The words in which routes are declared.</summary>
internal static class Endpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The methods of every address.</summary>
    public static readonly IReadOnlyList<string> Methods = [.. Reads, HttpMethods.Options];

    /// <summary>An address that can be read: HEAD works where GET does.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string path, Delegate handler) =>
        routes.MapMethods(path, Reads, handler);

    /// <summary>Documents the operation; the parameters named are those of <see cref="CommonParameter"/>.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string tag, string summary, string description, params string[] parameters) =>
        route.Describe(tag, summary, () => description, parameters);

    /// <summary>The same, where the description takes a while to be made.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string tag, string summary, Func<string> description, params string[] parameters) =>
        route.WithMetadata(new OperationDescription(tag, summary, description, parameters));

    /// <summary>Documents a parameter in the path, with a value that gives an answer.</summary>
    public static RouteHandlerBuilder PathExample(this RouteHandlerBuilder route, string name, string example, string description, IReadOnlyList<string>? allowed = null) =>
        route.WithMetadata(new PathParameter(name, example, description, allowed));

    /// <summary>Documents the body of a good answer, and the media types that it is given in: JSON where none is named.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new SuccessBody(typeof(T), mediaTypes.Length == 0 ? ["application/json"] : mediaTypes));

    /// <summary>Documents that a good answer is a file.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder route, params string[] mediaTypes) => route.WithMetadata(new SuccessBody(null, mediaTypes));

    /// <summary>Documents that there may be nothing at the address.</summary>
    public static RouteHandlerBuilder AnswersNotFound(this RouteHandlerBuilder route) => route.WithMetadata(new MayAnswer(ProblemType.NotFound));

    /// <summary>Documents that Accept may allow none of the media types.</summary>
    public static RouteHandlerBuilder AnswersNotAcceptable(this RouteHandlerBuilder route) => route.WithMetadata(new MayAnswer(ProblemType.NotAcceptable));

    /// <summary>Documents that the data may not be there to be read.</summary>
    public static RouteHandlerBuilder AnswersUnavailable(this RouteHandlerBuilder route) => route.WithMetadata(new MayAnswer(ProblemType.Unavailable));

    /// <summary>Documents that the operation is a view's, with all its declared parameters.</summary>
    public static RouteHandlerBuilder Of(this RouteHandlerBuilder route, View view, Ask ask) => route.WithMetadata(new ViewOperation(view, ask));
}
