using Dapper;
using Npgsql;

namespace Migrations;

/// <summary>The words that records hold, from which the API makes suggestions. A word stays, with the version that brought it first, so that the suggestions of a version never change.</summary>
internal static class WordList
{
    /// <summary>Adds the words of the revisions that a version brought: those that are staged.</summary>
    /// <remarks>First all is cut at spaces, which is quick, and only what differs is cut into words.</remarks>
    public static Task ExtendAsync(NpgsqlConnection connection, StagingTable staged, int version, CancellationToken cancel)
    {
        var texts = staged.Texts.Where(name => name is not ("id" or "sha256" or "document"));
        return connection.ExecuteAsync(new CommandDefinition($"""
            insert into words (word, since)
            select distinct word, @version from (
              select lower(regexp_split_to_table(piece collate "und-x-icu", '[^[:alnum:]]+')) as word
              from (select distinct string_to_table(concat_ws(' ', {string.Join(", ", texts)}), ' ') as piece from {staged.Name}) pieces
            ) split
            where length(word) between 3 and 40
            on conflict do nothing
            """, new { version }, commandTimeout: 0, cancellationToken: cancel));
    }
}
