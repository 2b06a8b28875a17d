namespace Api.Features.Page;

/// <summary>The parameters of a page's address: the API's own, passed on unchanged, so that only the API parses them.</summary>
public sealed class PageQuery
{
    /// <summary>The resource to show. It is in the path of the resource's own list, and a parameter of other lists.</summary>
    public const string Resource = "resource";

    /// <summary>Parameters that do not decide which records a list has.</summary>
    private static readonly string[] OfPage = ["limit", "cursor", "snippets"];

    private readonly Parameter[] _parameters;

    private PageQuery(Parameter[] parameters) => _parameters = parameters;

    public static PageQuery Read(QueryString query, out bool hasEmpty)
    {
        var all = query.Value is { Length: > 1 } text
            ? text[1..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter.Read).ToArray() : [];
        var given = all.Where(parameter => parameter.Value.Length > 0).ToArray();
        hasEmpty = given.Length < all.Length;
        return new(given);
    }

    public IEnumerable<(string Name, string Value)> Parameters => _parameters.Select(parameter => (parameter.Name, parameter.Value));

    /// <summary>The first value of a repeated parameter, which the API refuses.</summary>
    public string? this[string name] => _parameters.FirstOrDefault(parameter => parameter.Name == name)?.Value;

    public bool HasOnly(params string[] names) => _parameters.All(parameter => names.Contains(parameter.Name));

    public PageQuery Without(params string[] names) => new([.. _parameters.Where(parameter => !names.Contains(parameter.Name))]);

    public PageQuery Only(params string[] names) => new([.. _parameters.Where(parameter => names.Contains(parameter.Name))]);

    public PageQuery WithDefault(string name, string value) => this[name] is null ? new([.. _parameters, Parameter.Of(name, value)]) : this;

    /// <summary>Drops the cursor, which belongs to another list.</summary>
    public PageQuery With(string name, string? value)
    {
        var rest = Without(name, "cursor")._parameters;
        return new(string.IsNullOrEmpty(value) ? rest : [.. rest, Parameter.Of(name, value)]);
    }

    public PageQuery OfRecords => Without(OfPage);

    public override string ToString() => _parameters.Length == 0 ? "" : "?" + string.Join('&', _parameters.Select(parameter => parameter.Text));

    public string Page => $"/{this}";

    public string At(string path) => $"/v1/{path}{this}";

    private sealed record Parameter(string Name, string Value, string Text)
    {
        public static Parameter Of(string name, string value) => new(name, value, $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");

        public static Parameter Read(string text)
        {
            var equals = text.IndexOf('=');
            return new(Decode(equals < 0 ? text : text[..equals]), equals < 0 ? "" : Decode(text[(equals + 1)..]), InHeader(text));
        }

        /// <summary>The same text where an address may not have control characters, as in the header Location.</summary>
        private static string InHeader(string text) =>
            string.Concat(text.Select(c => c is > ' ' and < '\x7F' and not '#' ? $"{c}" : Uri.EscapeDataString($"{c}")));

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
