using System.Text.RegularExpressions;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Dapper;
using Dataset;
using Npgsql;

namespace Api.Reading;

/// <summary>Corrections of a search that finds nothing: its unknown words, replaced by the nearest that records contain.</summary>
internal static partial class Suggestions
{
    private const int Most = 3;

    /// <summary>More unknown words are not typing errors.</summary>
    private const int MostWords = 3;

    /// <summary>Comparing words takes time. Typing errors are rare at the beginning of a word.</summary>
    private const int MostCandidates = 2000;

    /// <summary>Searches that find something with the same filters, the nearest first.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(NpgsqlConnection connection, ListQuery query, int version, CancellationToken cancel)
    {
        var words = Word().Matches(query.Search!).Select(match => match.Value.ToLowerInvariant()).Distinct().Take(MostWords).ToArray();
        var nearest = new Dictionary<string, string[]>();
        foreach (var word in words)
        {
            var candidates = (await connection.QueryAsync<string>(new CommandDefinition(
                """
                select word from words where since <= @version and length(word) between @shortest and @longest
                order by word <> @word, left(word, 2) <> left(@word, 2), left(word, 1) <> left(@word, 1), word limit @most
                """,
                new { version, word, shortest = word.Length - 2, longest = word.Length + 2, most = MostCandidates },
                cancellationToken: cancel))).AsList();
            if (!candidates.Contains(word))
                nearest[word] = [.. Names.NearestAmong(word, candidates, Most)];
        }

        var suggestions = new List<string>();
        for (var rank = 0; rank < Most; rank++)
        {
            var suggestion = Word().Replace(query.Search!, match =>
                nearest.TryGetValue(match.Value.ToLowerInvariant(), out var near) && near.Length > 0
                    ? near[Math.Min(rank, near.Length - 1)] : match.Value);
            if (suggestion != query.Search && !suggestions.Contains(suggestion)
                && await FindsAsync(connection, query with { Search = suggestion }, version, cancel))
                suggestions.Add(suggestion);
        }

        return suggestions;
    }

    private static async Task<bool> FindsAsync(NpgsqlConnection connection, ListQuery query, int version, CancellationToken cancel)
    {
        var sql = SqlBuilder.Any(query, version);
        return await connection.ExecuteScalarAsync<bool>(sql.Command(cancel));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]{3,}")]
    private static partial Regex Word();
}
