using System.Data.Common;
using System.Reflection;
using Dapper;
using Npgsql;

namespace Api.Database;

/// <summary>Checks that the scripts of db/ that this program knows are applied. A newer program's schema has more, and serves this one too.</summary>
internal static class SchemaCheck
{
    /// <summary>Grants access to the journal: if that is refused, at least this script is missing.</summary>
    private const string GrantsJournal = "0021_journal_is_read.sql";

    private static readonly string[] Scripts = [.. typeof(SchemaCheck).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(data => data.Key.StartsWith("db/", StringComparison.Ordinal))
        .Select(data => data.Key["db/".Length..])
        .Order(StringComparer.Ordinal)];

    /// <exception cref="NotLoadedException">There is no journal.</exception>
    /// <exception cref="SchemaBehindException">A script is not applied.</exception>
    public static async Task CheckAsync(DbConnection connection, CancellationToken cancel)
    {
        IEnumerable<string> applied;
        try
        {
            applied = await connection.QueryAsync<string>(new CommandDefinition("select script from schema_journal", cancellationToken: cancel));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new NotLoadedException();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SchemaBehindException([GrantsJournal]);
        }

        var missing = Scripts.Except(applied).ToArray();
        if (missing.Length > 0)
            throw new SchemaBehindException(missing);
    }
}
