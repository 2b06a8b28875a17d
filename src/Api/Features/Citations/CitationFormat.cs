using System.Text;
using Api.Formats;
using Api.Http;

namespace Api.Features.Citations;

/// <summary>A format of citations. Its name is its extension in an address.</summary>
internal sealed record CitationFormat(string Name, string MediaType, string Description, Func<Citation, byte[]> Write)
{
    /// <summary>All formats. The first is sent to a client that has no preference.</summary>
    public static IReadOnlyList<CitationFormat> All { get; } =
    [
        OfText("txt", "text/plain", "a paragraph for people, with the list of the sources", PlainText.Write),
        OfText("bib", "application/x-bibtex", "BibTeX, for LaTeX", BibTex.Write),
        OfText("ris", "application/x-research-info-systems", "RIS, for reference managers", Ris.Write),
        new("json", CslJson.MediaType, "CSL-JSON, for citation processors", CslJson.Write),
    ];

    /// <summary>The format of the extension; without one, the format that Accept prefers.</summary>
    /// <exception cref="BadRequestException">The extension is unknown.</exception>
    /// <exception cref="NotAcceptableException">Accept allows none of them.</exception>
    public static CitationFormat Of(HttpContext http, string? extension)
    {
        if (extension is not null)
        {
            return All.FirstOrDefault(format => format.Name == extension)
                ?? throw new BadRequestException([ParameterError.NotAmong(
                    "format", ErrorCode.UnknownFormat, extension, All.Select(format => format.Name), "a format of citations")]);
        }

        http.Response.Headers.Vary = "Accept";
        return Negotiation.Choose(http.Request, All, format => format.MediaType);
    }

    public string ContentType => MediaType == CslJson.MediaType ? MediaType : $"{MediaType}; charset=utf-8";

    /// <summary>All white space becomes one blank, because a line break in a title would end its line in RIS.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static CitationFormat OfText(string name, string mediaType, string description, Func<Citation, string> write) =>
        new(name, mediaType, description, citation => Encoding.UTF8.GetBytes(write(citation)));
}
