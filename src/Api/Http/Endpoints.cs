using Microsoft.AspNetCore.Routing.Patterns;

namespace Api.Http;

/// <summary>The words in which routes are declared.</summary>
internal static class Endpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>The methods of every address.</summary>
    public static readonly IReadOnlyList<string> Methods = [.. Reads, HttpMethods.Options];

    /// <summary>An address that can be read: HEAD works where GET does.</summary>
    public static IEndpointConventionBuilder MapRead(this IEndpointRouteBuilder routes, string path, RequestDelegate handler) =>
        routes.MapMethods(path, Reads, handler).WithMetadata(handler.Method); // By which the documentation finds it.

    /// <summary>
    /// The same, where the framework finds out what the handler wants, and writes what it gives. It makes code for that at run time, and not
    /// before the address is asked for: to make it for all takes a fifth of the time in which the service starts.
    /// </summary>
    public static IEndpointConventionBuilder MapRead(this IEndpointRouteBuilder routes, string path, Delegate handler)
    {
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = routes.ServiceProvider,
            RouteParameterNames = RoutePatternFactory.Parse(path).Parameters.Select(parameter => parameter.Name),
        };
        var call = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options).RequestDelegate);
        return routes.MapRead(path, http => call.Value(http));
    }

    /// <summary>What stands in the path in the place of that name.</summary>
    public static string InPath(this HttpContext http, string name) => (string)http.GetRouteValue(name)!;

    /// <summary>Documents the operation; the parameters named are those of the common parameters.</summary>
    public static IEndpointConventionBuilder Describe(this IEndpointConventionBuilder route, string tag, string summary, string description, params string[] parameters) =>
        route.Describe(tag, summary, () => description, parameters);

    /// <summary>The same, where the description takes a while to be made.</summary>
    public static IEndpointConventionBuilder Describe(this IEndpointConventionBuilder route, string tag, string summary, Func<string> description, params string[] parameters) =>
        route.WithMetadata(new OperationDescription(tag, summary, description, parameters));

    /// <summary>Documents a parameter in the path, with a value that gives an answer.</summary>
    public static IEndpointConventionBuilder PathExample(this IEndpointConventionBuilder route, string name, string example, string description, IReadOnlyList<string>? allowed = null) =>
        route.WithMetadata(new PathParameter(name, example, description, allowed));

    /// <summary>Documents the body of a good answer, and the media types that it is given in: JSON where none is named.</summary>
    public static IEndpointConventionBuilder Answers<T>(this IEndpointConventionBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new SuccessBody(typeof(T), mediaTypes.Length == 0 ? ["application/json"] : mediaTypes));

    /// <summary>Documents that a good answer is a file.</summary>
    public static IEndpointConventionBuilder AnswersFile(this IEndpointConventionBuilder route, params string[] mediaTypes) => route.WithMetadata(new SuccessBody(null, mediaTypes));

    /// <summary>Documents that there may be nothing at the address.</summary>
    public static IEndpointConventionBuilder AnswersNotFound(this IEndpointConventionBuilder route) => route.WithMetadata(new MayAnswer(ProblemType.NotFound));

    /// <summary>Documents that Accept may allow none of the media types.</summary>
    public static IEndpointConventionBuilder AnswersNotAcceptable(this IEndpointConventionBuilder route) => route.WithMetadata(new MayAnswer(ProblemType.NotAcceptable));

    /// <summary>Documents that the data may not be there to be read.</summary>
    public static IEndpointConventionBuilder AnswersUnavailable(this IEndpointConventionBuilder route) => route.WithMetadata(new MayAnswer(ProblemType.Unavailable));
}
