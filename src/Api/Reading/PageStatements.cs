using Api.Caching;
using Api.Listing.Parse;
using Api.Listing.Sql;

namespace Api.Reading;

/// <summary>
/// The statements of pages that need no count. From one page of a question to the next only parameters differ, and to make a
/// statement and to have Npgsql search it for their names costs as much as a tenth of the page. So the statement is kept, with places
/// in place of names.
/// </summary>
internal sealed class PageStatements
{
    private readonly BoundedCache<Key, Statement> _kept = new(
        capacity: 8 * 1024 * 1024, (key, statement) => 400 + (2 * (key.Question.Length + (key.Place?.Length ?? 0) + statement.Text.Length)));

    /// <summary>How many are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>The statement of a page, and its parameters.</summary>
    public SqlQuery Of(ListQuery query, int version)
    {
        var key = new Key(query.Fingerprint, query.Limit, Ordering.PlaceOf(query), version);
        var statement = _kept.Find(key);
        if (statement is null)
        {
            statement = InPlaces(SqlBuilder.Page(query, version, isCounted: true));
            _kept.Keep(key, statement);
        }

        return new(statement.Text, SqlBuilder.Parameters(query).InPlaces(statement.Names));
    }

    private static Statement InPlaces(SqlQuery named)
    {
        var known = named.Parameters.All.Select(parameter => parameter.Name).ToHashSet();
        var names = new List<string>();
        var text = SqlBuilder.NamePattern().Replace(named.Text, found =>
        {
            var name = found.Groups[1].Value;
            if (!known.Contains(name))
                return found.Value;
            if (!names.Contains(name))
                names.Add(name);
            return $"${names.IndexOf(name) + 1}";
        });
        return new(text, names);
    }

    /// <summary>All that decides the text of a statement.</summary>
    private readonly record struct Key(string Question, int? Limit, string? Place, int Version);

    private sealed record Statement(string Text, IReadOnlyList<string> Names);
}
