namespace Api.Features.Page;

/// <summary>
/// What a page is asked: the parameters of its address, which are the API's own. They are handed on as they were written, so that
/// the API judges them and nothing is understood twice.
/// </summary>
public sealed class PageQuery
{
    /// <summary>The resource whose records are shown; not a parameter of the resource's own list, whose path it is in.</summary>
    public const string Resource = "resource";

    /// <summary>Parameters that say how a list is shown, and not what is in it.</summary>
    private static readonly string[] OfPage = ["limit", "cursor", "snippets"];

    private readonly Parameter[] _parameters;

    private PageQuery(Parameter[] parameters) => _parameters = parameters;

    /// <summary>Reads a query string; whether it holds anything that is empty, as a form sends what nobody filled in, is told beside it.</summary>
    public static PageQuery Read(QueryString query, out bool hasEmpty)
    {
        var all = query.Value is { Length: > 1 } text ? text[1..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter.Read).ToArray() : [];
        var given = all.Where(parameter => parameter.Value.Length > 0).ToArray();
        hasEmpty = given.Length < all.Length;
        return new(given);
    }

    /// <summary>Names and values, decoded.</summary>
    public IEnumerable<(string Name, string Value)> Parameters => _parameters.Select(parameter => (parameter.Name, parameter.Value));

    /// <summary>The value of a parameter, or null; the first where it is repeated, which the API refuses.</summary>
    public string? this[string name] => _parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    /// <summary>Whether it has no other parameters than these.</summary>
    public bool HasOnly(params string[] names) => _parameters.All(parameter => names.Contains(parameter.Name));

    /// <summary>The same without some parameters.</summary>
    public PageQuery Without(params string[] names) => new([.. _parameters.Where(parameter => !names.Contains(parameter.Name))]);

    /// <summary>The same with no others than these.</summary>
    public PageQuery Only(params string[] names) => new([.. _parameters.Where(parameter => names.Contains(parameter.Name))]);

    /// <summary>The same, with a value for a parameter that it does not have.</summary>
    public PageQuery WithDefault(string name, string value) => this[name] is null ? new([.. _parameters, Parameter.Of(name, value)]) : this;

    /// <summary>The same with another value, or with none. A page of another list begins at its beginning.</summary>
    public PageQuery With(string name, string? value)
    {
        var rest = Without(name, "cursor")._parameters;
        return new(string.IsNullOrEmpty(value) ? rest : [.. rest, Parameter.Of(name, value)]);
    }

    /// <summary>What decides which records there are, and in which order.</summary>
    public PageQuery OfRecords => Without(OfPage);

    /// <summary>The query string, with its question mark; empty where there are no parameters.</summary>
    public override string ToString() => _parameters.Length == 0 ? "" : "?" + string.Join('&', _parameters.Select(parameter => parameter.Text));

    /// <summary>The address of this page.</summary>
    public string Page => $"/{this}";

    /// <summary>An address of the API with these parameters.</summary>
    public string At(string path) => $"/v1/{path}{this}";

    private sealed record Parameter(string Name, string Value, string Text)
    {
        public static Parameter Of(string name, string value) => new(name, value, $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");

        public static Parameter Read(string text)
        {
            var equals = text.IndexOf('=');
            return new(Decode(equals < 0 ? text : text[..equals]), equals < 0 ? "" : Decode(text[(equals + 1)..]), text);
        }

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
