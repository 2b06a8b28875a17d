using System.Collections;
using System.Globalization;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using Api.Views;
using Microsoft.AspNetCore.Http;

namespace Tests.Support;

/// <summary>Requests of a dataset that is made up: what is understood of an address, and what SQL is made of it.</summary>
internal static class Parsing
{
    /// <summary>What the made-up dataset holds.</summary>
    public static ReferenceIds Known { get; } = new(3,
        new HashSet<string> { "CHN", "DEU", "RUS" }, new HashSet<string> { "konrad-adenauer", "xi-jinping" }, new HashSet<string> { "berlin-1963" }, new byte[] { 1, 2, 3 });

    /// <summary>The version that statements are made for, as it stands in them.</summary>
    public const string VersionRead = "2";

    /// <summary>The resource or view of that name.</summary>
    public static View View(string name) => Registry.All.Concat<View>(ViewRegistry.All).Single(view => view.Name == name);

    public static ListQuery ParseRequest(string view, string address, RequestKind kind = RequestKind.Page, string? format = null) =>
        RequestParser.Parse(new QueryString(address.Length == 0 ? "" : "?" + address), View(view), kind, format ?? (kind == RequestKind.Table ? "csv" : "json"), Known);

    /// <summary>All that is refused of an address, each as parameter and code.</summary>
    public static string Errors(string view, string address, RequestKind kind = RequestKind.Page, string? format = null)
    {
        try
        {
            ParseRequest(view, address, kind, format);
            return "";
        }
        catch (BadRequestException refusal)
        {
            return string.Join(' ', refusal.Errors.Select(error => $"{error.Parameter}:{error.Code}"));
        }
    }

    /// <summary>The first error of an address.</summary>
    public static ParameterError Error(string view, string address, RequestKind kind = RequestKind.Page, string? format = null)
    {
        try
        {
            ParseRequest(view, address, kind, format);
        }
        catch (BadRequestException refusal)
        {
            return refusal.Errors[0];
        }

        throw new InvalidOperationException($"{address} is not refused.");
    }

    /// <summary>A value in the words of these tests: a list in brackets.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join('|', list.Cast<object?>().Select(Text))}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>A statement without its view's own SQL, in one line.</summary>
    public static string Text(SqlQuery query, string view) => string.Join(' ',
        query.Text.Replace(OwnSql(query, View(view)), "…").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A view's own SQL as it stands in a statement, with null for what does not narrow it.</summary>
    private static string OwnSql(SqlQuery query, View view) => view.Narrowing
        .Except(query.Parameters.All.Select(parameter => parameter.Name))
        .Aggregate(view.Sql.Replace("@version", VersionRead), (sql, name) => sql.Replace($"@{name}", "null::text[]"));

    /// <summary>The parameters of a statement, in the order of their names.</summary>
    public static string Parameters(SqlQuery query) => string.Join(' ',
        query.Parameters.All.OrderBy(parameter => parameter.Name, StringComparer.Ordinal).Select(parameter => $"{parameter.Name}={Text(parameter.Value)}"));
}
