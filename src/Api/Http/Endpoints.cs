using Microsoft.AspNetCore.Routing.Patterns;

namespace Api.Http;

internal static class Endpoints
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static readonly IReadOnlyList<string> Methods = [.. Reads, HttpMethods.Options];

    /// <summary>HEAD works where GET does.</summary>
    public static IEndpointConventionBuilder MapRead(this IEndpointRouteBuilder routes, string path, RequestDelegate handler) =>
        routes.MapMethods(path, Reads, handler).WithMetadata(handler.Method); // The documentation finds the operation by it.

    /// <summary>The framework generates code for the handler, at the first request: for all routes at once it takes a fifth of the start.</summary>
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

    public static string InPath(this HttpContext http, string name) => (string)http.GetRouteValue(name)!;

    /// <summary>Documents the operation. The parameters are names of common parameters.</summary>
    public static IEndpointConventionBuilder Describe(
        this IEndpointConventionBuilder route, string id, string tag, string summary, string description, params string[] parameters) =>
        route.Describe(id, tag, summary, () => description, parameters);

    /// <summary>The description is built with the document, because it takes a while.</summary>
    public static IEndpointConventionBuilder Describe(
        this IEndpointConventionBuilder route, string id, string tag, string summary, Func<string> description, params string[] parameters) =>
        route.WithMetadata(new OperationDescription(id, tag, summary, description, parameters));

    /// <summary>Documents a parameter in the path. The example must work.</summary>
    public static IEndpointConventionBuilder PathExample(
        this IEndpointConventionBuilder route, string name, string example, string description, IReadOnlyList<string>? allowed = null) =>
        route.WithMetadata(new PathParameter(name, example, description, allowed));

    public static IEndpointConventionBuilder Answers<T>(this IEndpointConventionBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new SuccessBody(typeof(T), mediaTypes.Length == 0 ? ["application/json"] : mediaTypes));

    public static IEndpointConventionBuilder AnswersFile(this IEndpointConventionBuilder route, params string[] mediaTypes) =>
        route.WithMetadata(new SuccessBody(null, mediaTypes));

    public static IEndpointConventionBuilder AnswersNotFound(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new MayAnswer(ProblemType.NotFound));

    public static IEndpointConventionBuilder AnswersNotAcceptable(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new MayAnswer(ProblemType.NotAcceptable));

    public static IEndpointConventionBuilder AnswersUnavailable(this IEndpointConventionBuilder route) =>
        route.WithMetadata(new MayAnswer(ProblemType.Unavailable));
}
