using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Dataset;
using Npgsql;
using NpgsqlTypes;

namespace Migrations;

/// <summary>
/// A temporary table that holds a resource's records as the seeds have them, so that PostgreSQL itself finds what differs
/// from the version that stands. It is gone with the transaction. The first version differs from nothing: it is copied
/// straight to where it belongs.
/// </summary>
internal sealed class StagingTable(NpgsqlConnection connection, ResourceType resource, int version, CurrentRecords standing)
{
    /// <summary>How much is inserted by one statement, in blocks of 8 kB: so little that progress can be told.</summary>
    private const int BlocksAtOnce = 500;

    /// <summary>From so many records of a first load on, making the indexes of all rows at once costs less than keeping them row by row.</summary>
    private const int RecordsBeforeIndexes = 5_000;

    /// <summary>Rows of records that differ are copied so many at a time, since they have other columns than those that stand.</summary>
    private const int RowsAtOnce = 100;

    private readonly IReadOnlyList<Column> _columns = Column.Of(resource);
    private readonly List<Row> _waiting = [];

    /// <summary>Statements that make the indexes that a large first load has set aside.</summary>
    private List<string> _indexes = [];

    private NpgsqlBinaryImporter? _copy;
    private string? _copied;
    private bool _hasOtherBytes;

    public ResourceType Resource => resource;

    /// <summary>How many records were copied in.</summary>
    public int Count { get; private set; }

    /// <summary>The text columns, for the word list.</summary>
    public IEnumerable<string> Texts => _columns.Where(column => column.Type == NpgsqlDbType.Text).Select(column => column.Name);

    public string Name => IsFirst ? resource.Table : $"staged_{resource.Table}";

    private bool IsFirst => version == 1;

    /// <summary>Columns by which a load knows a record.</summary>
    private string Known { get; } = KnownOf(resource);

    /// <summary>All columns of a record.</summary>
    private string Names { get; } = string.Join(", ", Column.Of(resource).Select(column => column.Name).Where(name => name != "id").Prepend(KnownOf(resource)));

    /// <summary>Makes ready for the records.</summary>
    public async Task CreateAsync(CancellationToken cancel)
    {
        if (IsFirst)
            return;
        await ExecuteAsync($"create temporary table {Name} on commit drop as select {Names} from {resource.Table} with no data", cancel);
    }

    /// <summary>Copies a record in. Until <see cref="CompleteAsync"/> the connection does nothing else.</summary>
    /// <remarks>Of one that stands already only what a load knows it by is sent.</remarks>
    public async Task AddAsync(SeedEntry seed, CancellationToken cancel)
    {
        if (IsFirst && Count == RecordsBeforeIndexes)
            await SetIndexesAsideAsync(cancel);
        Count++;
        if (seed.ContentHash is { } same)
        {
            await CopyAsync(new Row(seed, same, []), cancel);
            return;
        }

        var values = new object?[_columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = _columns[i].Value(seed.Entry!);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values));
        _hasOtherBytes = !IsFirst;
        if (standing.Holds(resource, hash))
        {
            await CopyAsync(new Row(seed, hash, []), cancel);
            return;
        }

        _waiting.Add(new Row(seed, hash, values));
        if (_waiting.Count == RowsAtOnce)
            await CopyWaitingAsync(cancel);
    }

    /// <summary>Ends the copy; of one that is broken off nothing stays.</summary>
    public async Task CompleteAsync(bool isBrokenOff, CancellationToken cancel)
    {
        if (!isBrokenOff)
            await CopyWaitingAsync(cancel);
        await EndAsync(isBrokenOff, cancel);
    }

    /// <summary>Adds the hash of each record to the content's, in the order of their ids.</summary>
    public async Task AddHashesAsync(IncrementalHash content, CancellationToken cancel)
    {
        await foreach (var hash in HashesAsync($"select hash from {Name} order by id collate \"C\"", cancel))
            content.AppendData(hash);
    }

    /// <summary>Remembers the bytes of records that say the same in others.</summary>
    public async Task RememberAsync(CancellationToken cancel)
    {
        if (_hasOtherBytes && resource.HoldsRelations)
        {
            await ExecuteAsync($"""
                update {resource.Table} t set seed_hash = s.seed_hash from {Name} s
                where s.id = t.id and t.until is null and s.hash = t.hash and s.seed_hash is not null and s.seed_hash is distinct from t.seed_hash
                """, cancel);
        }
    }

    /// <summary>Closes the revisions that changed or are gone. Of what is staged, only new revisions are left.</summary>
    /// <remarks>They are inserted by other statements, since only one revision of an id may stand: within one, PostgreSQL might open before it closes.</remarks>
    public async Task<(long Closed, long Removed)> CloseAsync(CancellationToken cancel)
    {
        if (IsFirst)
            return (0, 0);
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
    public async IAsyncEnumerable<(int Inserted, double Share)> InsertAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        if (IsFirst)
        {
            var told = 0;
            for (var i = 0; i < _indexes.Count; i++)
            {
                await ExecuteAsync(_indexes[i], cancel);
                var share = (i + 1) / (_indexes.Count + 1d);
                yield return ((int)(Count * share) - told, share);
                told = (int)(Count * share);
            }

            yield return (Count - told, 1);
            yield break;
        }

        var blocks = await connection.ExecuteScalarAsync<int>($"select pg_relation_size('{Name}') / current_setting('block_size')::int");
        for (var block = 0; block < blocks; block += BlocksAtOnce)
        {
            var inserted = await ExecuteAsync($"""
                insert into {resource.Table} ({Names}, since)
                select {Names}, {version} from {Name} where ctid >= '({block},0)' and ctid < '({block + BlocksAtOnce},0)'
                """, cancel);
            yield return (inserted, Math.Min(1, (block + BlocksAtOnce) / (double)blocks));
        }
    }

    private async Task CopyWaitingAsync(CancellationToken cancel)
    {
        foreach (var row in _waiting)
            await CopyAsync(row, cancel);
        _waiting.Clear();
    }

    /// <summary>Copies a row; one without values into what a record is known by.</summary>
    private async Task CopyAsync(Row row, CancellationToken cancel)
    {
        await BeginAsync(row.Values.Length == 0 ? Known : Names, cancel);
        await _copy!.StartRowAsync(cancel);
        await _copy.WriteAsync(row.Seed.Id, NpgsqlDbType.Text, cancel);
        await _copy.WriteAsync(row.Hash, NpgsqlDbType.Bytea, cancel);
        if (resource.HoldsRelations)
            await WriteAsync(row.Seed.Entry is null ? null : row.Seed.SeedHash, NpgsqlDbType.Bytea, cancel);
        for (var i = 0; i < row.Values.Length; i++)
        {
            if (_columns[i].Name != "id")
                await WriteAsync(row.Values[i], _columns[i].Type, cancel);
        }

        if (IsFirst)
            await _copy.WriteAsync(version, NpgsqlDbType.Integer, cancel);
    }

    private static string KnownOf(ResourceType resource) => resource.HoldsRelations ? "id, hash, seed_hash" : "id, hash";

    private Task WriteAsync(object? value, NpgsqlDbType type, CancellationToken cancel) =>
        value is null ? _copy!.WriteNullAsync(cancel) : _copy!.WriteAsync(value, type, cancel);

    /// <summary>Begins to copy into these columns, unless it is doing so.</summary>
    private async Task BeginAsync(string columns, CancellationToken cancel)
    {
        if (_copied == columns)
            return;
        await EndAsync(isBrokenOff: false, cancel);
        _copy = await connection.BeginBinaryImportAsync($"copy {Name} ({columns}{(IsFirst ? ", since" : "")}) from stdin (format binary)", cancel);
        _copy.Timeout = TimeSpan.Zero;
        _copied = columns;
    }

    private async Task EndAsync(bool isBrokenOff, CancellationToken cancel)
    {
        if (_copy is null)
            return;
        if (!isBrokenOff)
            await _copy.CompleteAsync(cancel);
        await _copy.DisposeAsync();
        (_copy, _copied) = (null, null);
    }

    /// <summary>Drops the indexes that are no constraint's, to be made again when all rows are there: in less time, and smaller than those that grew.</summary>
    private async Task SetIndexesAsideAsync(CancellationToken cancel)
    {
        await CompleteAsync(isBrokenOff: false, cancel);
        var indexes = (await connection.QueryAsync<(string Name, string Definition)>(new CommandDefinition("""
            select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
            where indrelid = @Table::regclass and not exists (select from pg_constraint where conindid = indexrelid)
            order by indexrelid
            """, new { resource.Table }, cancellationToken: cancel))).ToList();
        await ExecuteAsync($"drop index {string.Join(", ", indexes.Select(index => index.Name))}", cancel);
        _indexes = [.. indexes.Select(index => index.Definition)];
    }

    private async IAsyncEnumerable<byte[]> HashesAsync(string sql, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            yield return reader.GetFieldValue<byte[]>(0);
    }

    /// <summary>A row to be copied; without values it is of a record that stands.</summary>
    private readonly record struct Row(SeedEntry Seed, byte[] Hash, object?[] Values);

    private Task<int> ExecuteAsync(string sql, CancellationToken cancel) => connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancel));
}
