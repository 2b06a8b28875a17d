namespace Api.Features.About;

internal static class AboutSetup
{
    public static void MapAbout(this IEndpointRouteBuilder routes)
    {
        routes.MapIndex();
        routes.MapCodeLists();
        routes.MapDataset();
        routes.MapVersionFeed();
        routes.MapProblems();
        routes.MapHealth();
    }
}
