using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dataset;
using Npgsql;
using NpgsqlTypes;

namespace Migrations;

/// <summary>
/// A temporary table that holds a resource's records as the seeds have them, so that PostgreSQL itself finds what differs
/// from the version that stands. It is gone with the transaction.
/// </summary>
internal sealed class StagingTable(NpgsqlConnection connection, ResourceType resource)
{
    /// <summary>How much is inserted by one statement, in blocks of 8 kB: so little that progress can be told.</summary>
    private const int BlocksAtOnce = 500;

    private readonly IReadOnlyList<Column> _columns = Column.Of(resource);
    private NpgsqlBinaryImporter? _copy;

    public ResourceType Resource => resource;

    /// <summary>How many records were copied in.</summary>
    public int Count { get; private set; }

    /// <summary>The text columns, for the word list.</summary>
    public IEnumerable<string> Texts => _columns.Where(column => column.Type == NpgsqlDbType.Text).Select(column => column.Name);

    public string Name => $"staged_{resource.Table}";

    private string Names => string.Join(", ", _columns.Select(column => column.Name));

    public Task CreateAsync(CancellationToken cancel) =>
        ExecuteAsync($"create temporary table {Name} on commit drop as select {Names}, hash from {resource.Table} with no data", cancel);

    /// <summary>Copies a record in. Until <see cref="CompleteAsync"/> the connection does nothing else.</summary>
    public async Task AddAsync(Entry entry, CancellationToken cancel)
    {
        if (_copy is null)
        {
            _copy = await connection.BeginBinaryImportAsync($"copy {Name} ({Names}, hash) from stdin (format binary)", cancel);
            _copy.Timeout = TimeSpan.Zero;
        }

        var values = new object?[_columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _columns[i].Value(entry);
        await _copy.StartRowAsync(cancel);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
                await _copy.WriteAsync(value, _columns[i].Type, cancel);
            else
                await _copy.WriteNullAsync(cancel);
        }

        await _copy.WriteAsync(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values)), NpgsqlDbType.Bytea, cancel);
        Count++;
    }

    /// <summary>Ends the copy; of one that is broken off nothing stays.</summary>
    public async Task CompleteAsync(bool isBrokenOff, CancellationToken cancel)
    {
        if (_copy is null)
            return;
        if (!isBrokenOff)
            await _copy.CompleteAsync(cancel);
        await _copy.DisposeAsync();
        _copy = null;
    }

    /// <summary>Adds the hash of each record to the content's, in the order of their ids.</summary>
    public async Task AddHashesAsync(IncrementalHash content, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand($"select hash from {Name} order by id collate \"C\"", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            content.AppendData(reader.GetFieldValue<byte[]>(0));
    }

    /// <summary>Closes the revisions that changed or are gone. Of what is staged, only new revisions are left.</summary>
    /// <remarks>They are inserted by other statements, since only one revision of an id may stand: within one, PostgreSQL might open before it closes.</remarks>
    public async Task<(long Closed, long Removed)> CloseAsync(int version, CancellationToken cancel)
    {
        await ExecuteAsync($"analyze {Name} (id, hash)", cancel);
        var closed = await connection.QuerySingleAsync<(long, long)>(new CommandDefinition($"""
            with closed as (
              update {resource.Table} t set until = @version
              where until is null
                and not exists (select from {Name} s where s.id = t.id and s.hash = t.hash)
              returning id
            )
            select count(*), count(*) filter (where id not in (select id from {Name})) from closed
            """, new { version }, commandTimeout: 0, cancellationToken: cancel));
        await ExecuteAsync($"delete from {Name} s using {resource.Table} t where t.id = s.id and t.until is null", cancel);
        return closed;
    }

    /// <summary>Opens the new revisions, and tells after each part of them how many there were in it and what share of all is done.</summary>
    public async IAsyncEnumerable<(int Inserted, double Share)> InsertAsync(int version, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var blocks = await connection.ExecuteScalarAsync<int>($"select pg_relation_size('{Name}') / current_setting('block_size')::int");
        for (var block = 0; block < blocks; block += BlocksAtOnce)
        {
            var inserted = await ExecuteAsync($"""
                insert into {resource.Table} ({Names}, hash, since)
                select {Names}, hash, {version} from {Name} where ctid >= '({block},0)' and ctid < '({block + BlocksAtOnce},0)'
                """, cancel);
            yield return (inserted, Math.Min(1, (block + BlocksAtOnce) / (double)blocks));
        }
    }

    private Task<int> ExecuteAsync(string sql, CancellationToken cancel) => connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancel));
}
