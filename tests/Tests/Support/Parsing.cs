using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Api.Database;
using Api.Http;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using Api.Views;
using Microsoft.AspNetCore.Http;

namespace Tests.Support;

/// <summary>Parses requests to an invented dataset, and shows the SQL built from them.</summary>
internal static class Parsing
{
    /// <summary>The ids of the invented dataset.</summary>
    public static ReferenceIds Known { get; } = new(new DatasetVersion(3, "", default),
        new HashSet<string> { "CHN", "DEU", "RUS" }, new HashSet<string> { "konrad-adenauer", "xi-jinping" }, new HashSet<string> { "berlin-1963" });

    public static InstallationKey Key { get; } = new(new byte[] { 1, 2, 3 });

    /// <summary>The version for which statements are built, as they contain it.</summary>
    public const string VersionRead = "2";

    /// <summary>The resource or view with that name.</summary>
    public static View View(string name) => Registry.All.Concat<View>(ViewRegistry.All).Single(view => view.Name == name);

    public static ListQuery ParseRequest(string view, string address, RequestKind kind = RequestKind.Page, string? format = null)
    {
        var question = new QueryString(address.Length == 0 ? "" : "?" + address);
        return RequestParser.Parse(question, View(view), kind, format ?? (kind == RequestKind.Table ? "csv" : "json"), Known, Key);
    }

    /// <summary>The errors of an address, each as parameter and code.</summary>
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

    /// <summary>A value as text: a list is in brackets.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IEnumerable list => $"[{string.Join('|', list.Cast<object?>().Select(Text))}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>A statement on one line, without its view's own SQL.</summary>
    public static string Text(SqlQuery query, string view) => string.Join(' ',
        OwnSql(View(view)).Replace(query.Text, "…").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Matches a view's own SQL in any statement.</summary>
    public static Regex OwnSql(View view) => new(
        Regex.Escape(view.Template.Fill(_ => "\u0001")).Replace("\u0001", @"(?:\$\d+|null::\w+(?:\[\])?|\d+)"));

    /// <summary>The values of a statement, in the order of their numbers.</summary>
    public static string Parameters(SqlQuery query) => string.Join(' ', query.Values.All.Select(Text));
}
