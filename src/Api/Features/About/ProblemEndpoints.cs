using System.Text.Json.Serialization;
using Api.Caching;
using Api.Http;
using Dataset;

namespace Api.Features.About;

/// <summary>A type of problem, as the member type of an error names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">The HTTP status code that goes with it.</param>
/// <param name="Title">The type in a few words.</param>
/// <param name="Description">When it occurs, and how to avoid it.</param>
/// <param name="Codes">For bad requests: the codes of errors with their meaning.</param>
internal sealed record ProblemView(string Name, int Status, string Title, string Description,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Codes);

/// <summary>All types of problem.</summary>
/// <param name="Data">The types.</param>
internal sealed record ProblemList(IReadOnlyList<ProblemView> Data);

/// <summary>The addresses in the type of a problem.</summary>
internal static class ProblemEndpoints
{
    private static readonly Dictionary<string, string> ErrorCodes =
        Enum.GetNames<ErrorCode>().ToDictionary(Names.Snake, name => Documentation.Of(typeof(ErrorCode).GetField(name)!));

    public static void MapProblems(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/v1/problems", All)
            .Describe("listProblems", Tags.Overview, "List the types of errors",
                "Every error of this API is of one of these types, in the shape of RFC 9457.")
            .Answers<ProblemList>();
        routes.MapRead("/v1/problems/{name}", One)
            .Describe("getProblem", Tags.Overview, "Get one type of error by its name",
                "When a type of problem occurs and how to avoid it, by its name.")
            .PathExample("name", ProblemType.BadRequest.Name, "Name of the type, such as bad-request.")
            .Answers<ProblemView>().AnswersNotFound();
    }

    private static Task All(HttpContext http, AnswerCache answers)
    {
        NoParameters.Check(http);
        return answers.SendJsonAsync(
            http, null, "problems", isPinned: false, () => Task.FromResult(new ProblemList([.. ProblemType.All.Select(View)])));
    }

    private static Task One(string name, HttpContext http, AnswerCache answers)
    {
        NoParameters.Check(http);
        return ProblemType.All.FirstOrDefault(type => type.Name == name) is { } type
            ? answers.SendJsonAsync(http, null, $"problems/{name}", isPinned: false, () => Task.FromResult(View(type)))
            : throw new NotFoundException($"No type of problem is named '{name}'.", Names.Nearest(name, ProblemType.All.Select(type => type.Name)));
    }

    private static ProblemView View(ProblemType type) =>
        new(type.Name, type.Status, type.Title, type.Description, type == ProblemType.BadRequest ? ErrorCodes : null);
}
