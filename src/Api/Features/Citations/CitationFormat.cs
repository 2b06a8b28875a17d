using System.Text;
using Api.Formats;
using Api.Http;

namespace Api.Features.Citations;

/// <summary>A way to write a citation.</summary>
/// <param name="Name">Its name, which is its extension in an address.</param>
/// <param name="MediaType">Its media type, as Accept and Content-Type name it.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Write">Writes one.</param>
internal sealed record CitationFormat(string Name, string MediaType, string Description, Func<Citation, byte[]> Write)
{
    /// <summary>All of them. The first is given when the client does not mind.</summary>
    public static IReadOnlyList<CitationFormat> All { get; } =
    [
        OfText("txt", "text/plain", "a paragraph for people, with the list of the sources", PlainText.Write),
        OfText("bib", "application/x-bibtex", "BibTeX, for LaTeX", BibTex.Write),
        OfText("ris", "application/x-research-info-systems", "RIS, for reference managers", Ris.Write),
        new("json", CslJson.MediaType, "CSL-JSON, for citation processors", CslJson.Write),
    ];

    /// <summary>The format that the path ends in; where it ends in none, the one that Accept prefers.</summary>
    /// <exception cref="BadRequestException">There is no such extension.</exception>
    /// <exception cref="NotAcceptableException">Accept allows none.</exception>
    public static CitationFormat Of(HttpContext http, string? extension)
    {
        if (extension is not null)
        {
            return All.FirstOrDefault(format => format.Name == extension)
                ?? throw new BadRequestException([ParameterError.NotAmong("format", ErrorCode.UnknownFormat, extension, All.Select(format => format.Name), "a format of citations")]);
        }

        http.Response.Headers.Vary = "Accept";
        return Negotiation.Choose(http.Request, All, format => format.MediaType);
    }

    /// <summary>The whole Content-Type.</summary>
    public string ContentType => MediaType == CslJson.MediaType ? MediaType : $"{MediaType}; charset=utf-8";

    /// <summary>White space of any sort is one blank: a line break within a title would end its line in RIS.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static CitationFormat OfText(string name, string mediaType, string description, Func<Citation, string> write) =>
        new(name, mediaType, description, citation => Encoding.UTF8.GetBytes(write(citation)));
}
