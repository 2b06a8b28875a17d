using Dapper;

namespace Api.Listing.Sql;

/// <summary>A statement and its values.</summary>
internal sealed record SqlQuery(string Text, SqlValues Values)
{
    /// <summary>The command as Dapper takes it, without its cache: there is no end of statements, and it would remember each of them.</summary>
    public CommandDefinition Command(CancellationToken cancel, int? timeout = null) =>
        new(Text, Values, commandTimeout: timeout, flags: CommandFlags.Buffered | CommandFlags.NoCache, cancellationToken: cancel);
}
