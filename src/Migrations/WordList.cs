using Dapper;
using Npgsql;

namespace Migrations;

/// <summary>The words of all records, from which the API suggests. Each has its first version, so that old suggestions never change.</summary>
internal static class WordList
{
    public static Task ExtendAsync(NpgsqlConnection connection, StagingTable staged, int version, CancellationToken cancel)
    {
        var texts = staged.TextColumns.Where(name => name is not ("id" or "sha256" or "document"));
        // The inner query splits at spaces, which is fast, so that the regular expression sees each distinct piece once.
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
