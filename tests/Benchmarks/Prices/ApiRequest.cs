namespace Benchmarks.Prices;

/// <summary>A request of an operation. The values are as the address has them.</summary>
internal sealed record ApiRequest(Operation Operation, IReadOnlyDictionary<string, string> Given)
{
    public string Address
    {
        get
        {
            var path = Given.Where(pair => IsInPath(pair.Key)).Aggregate(Operation.Path, (path, pair) => path.Replace($"{{{pair.Key}}}", pair.Value));
            var query = string.Join('&', Given.Where(pair => !IsInPath(pair.Key)).Select(pair => $"{pair.Key}={pair.Value}")
                .Prepend(Operation.Fixed).OfType<string>());
            return query.Length == 0 ? path : $"{path}?{query}";
        }
    }

    /// <summary>
    /// Whether <see cref="Unlike"/> makes a difference: the operation excludes records by a text, and the request has no cursor, which belongs to one
    /// query.
    /// </summary>
    public bool CanDiffer => !Given.ContainsKey("cursor") && Excluding is not null;

    /// <summary>
    /// The same request, which no cache of the service has, not even its counts: it also excludes the records with a text that no record has.
    /// </summary>
    public ApiRequest Unlike(int number) =>
        CanDiffer ? this with { Given = new Dictionary<string, string>(Given) { [Excluding!] = $"none-{number}" } } : this;

    /// <summary>The request for the next page, from its address in this one's answer.</summary>
    public ApiRequest Next(string address)
    {
        var given = Given.Where(pair => IsInPath(pair.Key)).ToDictionary();
        foreach (var pair in new Uri(address).Query[1..].Split('&').Select(pair => pair.Split('=', 2)))
            given[pair[0]] = pair[1];
        return this with { Given = given };
    }

    private string? Excluding => Operation.Parameters.Values
        .Where(parameter => parameter.IsFreeText && parameter.Name.EndsWith("__not", StringComparison.Ordinal))
        .OrderBy(parameter => parameter.Name is "title__not" or "name__not" ? 0 : 1).FirstOrDefault()?.Name;

    private bool IsInPath(string name) => Operation.Parameters.TryGetValue(name, out var parameter) && parameter.IsInPath;
}
