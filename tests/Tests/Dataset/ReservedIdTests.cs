using Api;
using Dataset;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;

namespace Tests.Dataset;

public sealed class ReservedIdTests
{
    [Fact]
    public async Task Ids_that_a_route_would_hide_are_reserved()
    {
        await using var app = ApiApplication.Build([], "Host=127.0.0.1");
        var resources = ResourceTypes.All.Select(resource => resource.Name).ToHashSet();

        var hidden = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => endpoint.RoutePattern.PathSegments)
            .Where(path => path.Count >= 3 && resources.Contains(LiteralOf(path[1]) ?? "")).Select(path => LiteralOf(path[2])).OfType<string>()
            .ToHashSet();

        Assert.NotEmpty(hidden);
        Assert.Equal(hidden.Order(), CommonRules.ReservedIds.Order());
    }

    /// <summary>The text with which a segment begins, without an extension; null when it begins with a parameter.</summary>
    private static string? LiteralOf(RoutePatternPathSegment segment) =>
        segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content.Split('.')[0] : null;
}
