using Api.Database;
using Api.Http;
using Api.Listing.Parse;

namespace Api.Reading;

/// <summary>The addresses that an answer links to.</summary>
internal static class AnswerLinks
{
    /// <summary>Sets the address that gives the same answer for ever (RFC 8574). A cursor is bound to its version already.</summary>
    public static void SetCiteAs(HttpContext http, string path, ListQuery query, DatasetVersion version)
    {
        var address = query.After is null
            ? Address.Pinned(http.Request, path, version.Version, query.Given) : Address.Of(http.Request, path, query.Given);
        http.Response.Headers.Link = $"<{address}>; rel=\"cite-as\"";
    }

    public static string Next(HttpRequest request, string path, ListQuery query, string cursor) =>
        Address.Of(request, path, query.Given.Where(pair => pair.Key != "cursor").Append(new("cursor", cursor)));

    /// <summary>All records of a page's request, in the version it was read from.</summary>
    public static string Table(HttpRequest request, ListQuery query, DatasetVersion version, string format) => Address.Pinned(
        request, $"/v1/{query.View.Name}.{format}", version.Version, query.Given.Where(pair => pair.Key is not ("cursor" or "limit" or "snippets")));
}
