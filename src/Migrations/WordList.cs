using Dapper;
using Dataset;
using Npgsql;
using NpgsqlTypes;

namespace Migrations;

/// <summary>The words that records hold, from which the API makes suggestions. A word stays, with the version that brought it first, so that the suggestions of a version never change.</summary>
internal static class WordList
{
    /// <summary>Adds the words of the revisions that a version brought.</summary>
    public static Task ExtendAsync(NpgsqlConnection connection, ResourceType resource, int version, CancellationToken cancel)
    {
        var texts = Column.Of(resource).Where(column => column.Type == NpgsqlDbType.Text && column.Name is not ("id" or "sha256" or "document")).Select(column => column.Name);
        return connection.ExecuteAsync(new CommandDefinition($"""
            insert into words (word, since)
            select distinct word, @version from (
              select lower(regexp_split_to_table(concat_ws(' ', {string.Join(", ", texts)}) collate "und-x-icu", '[^[:alnum:]]+')) as word
              from {resource.Table} where since = @version
            ) split
            where length(word) between 3 and 40
            on conflict do nothing
            """, new { version }, commandTimeout: 0, cancellationToken: cancel));
    }
}
