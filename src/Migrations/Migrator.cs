using Dapper;
using Npgsql;

namespace Migrations;

/// <summary>Updates the schema: each script once, in order, recorded in a journal with its checksum.</summary>
internal static class Migrator
{
    /// <summary>The role as which the API logs in; db/0001 creates it.</summary>
    public const string Reader = "relations_reader";

    /// <summary>Applies the pending scripts. A second run waits for the first.</summary>
    /// <exception cref="SchemaException">An applied script was edited, or is not among these.</exception>
    public static async Task<int> UpAsync(NpgsqlDataSource database, IReadOnlyList<Script> scripts, TextWriter log, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await CreateJournalAsync(connection, cancel);
        await using var turn = await database.OpenConnectionAsync(cancel);
        await using var held = await turn.BeginTransactionAsync(cancel);
        // A table lock rather than an advisory lock: the reader could take the latter, and block every migration.
        await turn.ExecuteAsync(new CommandDefinition(
            "set local idle_in_transaction_session_timeout = 0; lock table schema_journal in share update exclusive mode",
            commandTimeout: 0,
            cancellationToken: cancel));
        var pending = Pending(scripts, await JournalAsync(connection));
        foreach (var script in pending)
        {
            await ApplyAsync(connection, script, cancel);
            await log.WriteLineAsync($"applied {script.Name}");
        }

        return pending.Count;
    }

    private static async Task CreateJournalAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await HasJournalAsync(connection))
            return;
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("""
                create table schema_journal (
                  script text primary key, checksum text not null, applied_at timestamptz not null default now());
                comment on table schema_journal is 'Scripts of the schema that were applied';
                comment on column schema_journal.script is 'File name of the script';
                comment on column schema_journal.checksum is 'SHA-256 of its text; an edit of an applied script is an error';
                comment on column schema_journal.applied_at is 'When it was applied';
                """, commandTimeout: 0, cancellationToken: cancel));
        }
        catch (PostgresException e) when (e.SqlState
            is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
        {
            // Another run created it at this moment. The state depends on how far that run is.
        }
    }

    /// <summary>The scripts that the database does not have yet.</summary>
    /// <exception cref="SchemaException">An applied script was edited, or is not among these.</exception>
    public static async Task<IReadOnlyList<Script>> PendingAsync(
        NpgsqlDataSource database, IReadOnlyList<Script> scripts, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await HasJournalAsync(connection) ? Pending(scripts, await JournalAsync(connection)) : scripts;
    }

    /// <summary>Gives the reader its password. The role belongs to the whole server, so that a run on another database may do the same.</summary>
    public static async Task SetReaderPasswordAsync(NpgsqlDataSource database, string password, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var sql = await connection.ExecuteScalarAsync<string>(
            "select format('alter role %I password %L', @Reader, @password)", new { Reader, password });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.ExecuteAsync(new CommandDefinition(sql!, cancellationToken: cancel));
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InternalError && attempt < 10)
            {
                await Task.Delay(20 * attempt, cancel); // "tuple concurrently updated"
            }
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Script script, CancellationToken cancel)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(script.Sql, commandTimeout: 0, cancellationToken: cancel));
        }
        catch (PostgresException e)
        {
            throw new SchemaException($"{script.Name} failed and left nothing behind: {e.MessageText}", e);
        }

        await connection.ExecuteAsync("insert into schema_journal (script, checksum) values (@Name, @Checksum)", script);
        await transaction.CommitAsync(cancel);
    }

    private static Task<bool> HasJournalAsync(NpgsqlConnection connection) =>
        connection.ExecuteScalarAsync<bool>("select to_regclass('schema_journal') is not null");

    private static async Task<Dictionary<string, string>> JournalAsync(NpgsqlConnection connection) =>
        (await connection.QueryAsync<(string Script, string Checksum)>("select script, checksum from schema_journal"))
        .ToDictionary(row => row.Script, row => row.Checksum);

    private static List<Script> Pending(IReadOnlyList<Script> scripts, Dictionary<string, string> journal)
    {
        var edited = scripts.Where(s => journal.TryGetValue(s.Name, out var checksum) && checksum != s.Checksum)
            .Select(s => s.Name).ToList();
        if (edited.Count > 0)
        {
            throw new SchemaException(
                $"Edited after they were applied: {string.Join(", ", edited)}. Restore them, and write the change into a new script.");
        }

        var unknown = journal.Keys.Except(scripts.Select(s => s.Name)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            throw new SchemaException(
                $"The database has scripts that this program does not know: {string.Join(", ", unknown)}. Use the newer program that applied them.");
        }

        return [.. scripts.Where(s => !journal.ContainsKey(s.Name))];
    }
}
