using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Dataset;
using Npgsql;
using NpgsqlTypes;

namespace Migrations;

/// <summary>
/// A temporary table with a resource's records as the seeds have them, so that PostgreSQL finds the differences from the
/// current version. It ends with the transaction. The first version is copied straight into the resource's own table.
/// </summary>
internal sealed partial class StagingTable(NpgsqlConnection connection, ResourceType resource, int version, CurrentRecords current)
{
    private const int BlocksPerInsert = 500; // Of 8 kB: few enough that progress can be reported.
    private const int RecordsBeforeIndexes = 5_000; // In a first load, building the indexes at the end costs less from here on.
    private const int RowsPerColumns = 100; // Changed and unchanged rows have different columns, and so need different copies.
    private const int MostRowsPerCopy = 10_000; // The ids of a copy are in memory, for its errors.

    private readonly IReadOnlyList<Column> _columns = Column.Of(resource);
    private readonly List<Row> _pending = [];
    private readonly List<string> _copiedIds = [];
    private List<string> _indexes = []; // Statements that rebuild the indexes that a large first load dropped.

    private NpgsqlBinaryImporter? _copy;
    private string? _copied;
    private bool _hasOtherBytes;

    public ResourceType Resource => resource;

    public int Count { get; private set; }

    public IEnumerable<string> TextColumns => _columns.Where(column => column.Type == NpgsqlDbType.Text).Select(column => column.Name);

    public string Name => IsFirst ? resource.Table : $"staged_{resource.Table}";

    private bool IsFirst => version == 1;

    /// <summary>The columns that identify a record and its content.</summary>
    private string KeyColumns { get; } = KeyColumnsOf(resource);

    private string AllColumns { get; } =
        string.Join(", ", Column.Of(resource).Select(column => column.Name).Where(name => name != "id").Prepend(KeyColumnsOf(resource)));

    public async Task CreateAsync(CancellationToken cancel)
    {
        if (IsFirst)
            return;
        await ExecuteAsync($"create temporary table {Name} on commit drop as select {AllColumns} from {resource.Table} with no data", cancel);
    }

    /// <summary>Copies a record, or only the key columns of an unchanged one. The connection is busy until <see cref="CompleteAsync"/>.</summary>
    public async Task AddAsync(SeedEntry seed, CancellationToken cancel)
    {
        if (IsFirst && Count == RecordsBeforeIndexes)
            await DropIndexesAsync(cancel);
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
        if (current.Holds(resource, hash))
        {
            await CopyAsync(new Row(seed, hash, []), cancel);
            return;
        }

        _pending.Add(new Row(seed, hash, values));
        if (_pending.Count == RowsPerColumns)
            await CopyPendingAsync(cancel);
    }

    /// <summary>Ends the copy. An abandoned one leaves nothing.</summary>
    public async Task CompleteAsync(bool isAbandoned, CancellationToken cancel)
    {
        if (!isAbandoned)
            await CopyPendingAsync(cancel);
        await EndAsync(isAbandoned, cancel);
    }

    public async Task AddHashesAsync(IncrementalHash content, CancellationToken cancel)
    {
        await foreach (var hash in HashesAsync($"select hash from {Name} order by id collate \"C\"", cancel))
            content.AppendData(hash);
    }

    /// <summary>Saves the new seed hash of records whose bytes changed and whose content did not.</summary>
    public async Task UpdateSeedHashesAsync(CancellationToken cancel)
    {
        if (_hasOtherBytes && resource.HoldsRelations)
        {
            await ExecuteAsync($"""
                update {resource.Table} t set seed_hash = s.seed_hash from {Name} s
                where s.id = t.id and t.until is null and s.hash = t.hash
                  and s.seed_hash is not null and s.seed_hash is distinct from t.seed_hash
                """, cancel);
        }
    }

    /// <summary>Closes the revisions that changed or were removed, and leaves only new revisions in the table.</summary>
    /// <remarks>Another statement inserts these: a single one might open a revision before it closes the last, and only one may be open.</remarks>
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

    /// <summary>Opens the new revisions in batches, and yields the size of each batch and the share that is done.</summary>
    public async IAsyncEnumerable<(int Inserted, double Share)> InsertAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        if (IsFirst)
        {
            var reported = 0;
            for (var i = 0; i < _indexes.Count; i++)
            {
                await ExecuteAsync(_indexes[i], cancel);
                var share = (i + 1) / (_indexes.Count + 1d);
                yield return ((int)(Count * share) - reported, share);
                reported = (int)(Count * share);
            }

            yield return (Count - reported, 1);
            yield break;
        }

        var blocks = await connection.ExecuteScalarAsync<int>($"select pg_relation_size('{Name}') / current_setting('block_size')::int");
        for (var block = 0; block < blocks; block += BlocksPerInsert)
        {
            yield return (await InsertAsync(block, cancel), Math.Min(1, (block + BlocksPerInsert) / (double)blocks));
        }
    }

    /// <summary>The error of the record whose values the database refuses, by a constraint or a limit; null if something else fails.</summary>
    public SeedException? RefusalOf(PostgresException failure)
    {
        if (failure.SqlState is not (['2', '2', ..] or ['2', '3', ..] or ['5', '4', ..]))
            return null;
        var place = CopiedLine().Match(failure.Where ?? "");
        var id = !place.Success ? failure.Hint
            : _copiedIds.ElementAtOrDefault(int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) - 1);
        var named = new[] { place.Groups["column"].Value, failure.ColumnName, FieldOf(failure.ConstraintName) };
        var field = named.FirstOrDefault(name => _columns.Any(column => column.Name == name));
        return new SeedException(
            [new SeedError(SeedFolder.FileOf(resource), null, id, field, $"the database refuses it: {failure.MessageText}")], 1);
    }

    /// <summary>PostgreSQL names the constraint of one column after its table and the column: visits_kind_check.</summary>
    private string? FieldOf(string? constraint)
    {
        var (begin, end) = (resource.Table.Length + 1, constraint?.LastIndexOf('_') ?? -1);
        return end > begin && constraint!.StartsWith($"{resource.Table}_", StringComparison.Ordinal) ? constraint[begin..end] : null;
    }

    /// <summary>Inserts a batch. If the database refuses it, its rows are inserted alone, so that the error has the id of one, as its hint.</summary>
    private async Task<int> InsertAsync(int block, CancellationToken cancel)
    {
        var rows = $"from {Name} where ctid >= '({block},0)' and ctid < '({block + BlocksPerInsert},0)'";
        await ExecuteAsync("savepoint batch", cancel);
        try
        {
            var inserted = await ExecuteAsync($"insert into {resource.Table} ({AllColumns}, since) select {AllColumns}, {version} {rows}", cancel);
            await ExecuteAsync("release batch", cancel);
            return inserted;
        }
        catch (PostgresException failure) when (RefusalOf(failure) is not null)
        {
            await ExecuteAsync("rollback to batch", cancel);
            await ExecuteAsync($"""
                do $do$
                declare
                  record_id text;
                  place tid;
                  of_constraint text;
                begin
                  for record_id, place in select id, ctid {rows} loop
                    begin
                      insert into {resource.Table} ({AllColumns}, since) select {AllColumns}, {version} from {Name} where ctid = place;
                    exception when others then
                      get stacked diagnostics of_constraint = constraint_name;
                      raise exception using errcode = sqlstate, message = sqlerrm, hint = record_id, constraint = of_constraint;
                    end;
                  end loop;
                end
                $do$
                """, cancel);
            throw; // Only together do the rows violate something.
        }
    }

    private async Task CopyPendingAsync(CancellationToken cancel)
    {
        foreach (var row in _pending)
            await CopyAsync(row, cancel);
        _pending.Clear();
    }

    private async Task CopyAsync(Row row, CancellationToken cancel)
    {
        if (_copiedIds.Count == MostRowsPerCopy)
            await EndAsync(isAbandoned: false, cancel);
        await BeginAsync(row.Values.Length == 0 ? KeyColumns : AllColumns, cancel);
        _copiedIds.Add(row.Seed.Id);
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

    private static string KeyColumnsOf(ResourceType resource) => resource.HoldsRelations ? "id, hash, seed_hash" : "id, hash";

    private Task WriteAsync(object? value, NpgsqlDbType type, CancellationToken cancel) =>
        value is null ? _copy!.WriteNullAsync(cancel) : _copy!.WriteAsync(value, type, cancel);

    private async Task BeginAsync(string columns, CancellationToken cancel)
    {
        if (_copied == columns)
            return;
        await EndAsync(isAbandoned: false, cancel);
        _copy = await connection.BeginBinaryImportAsync(
            $"copy {Name} ({columns}{(IsFirst ? ", since" : "")}) from stdin (format binary)", cancel);
        _copy.Timeout = TimeSpan.Zero;
        _copied = columns;
        _copiedIds.Clear();
    }

    private async Task EndAsync(bool isAbandoned, CancellationToken cancel)
    {
        if (_copy is null)
            return;
        var copy = _copy;
        (_copy, _copied) = (null, null);
        await using (copy)
        {
            if (!isAbandoned)
                await copy.CompleteAsync(cancel);
        }
    }

    /// <summary>Drops the indexes that do not belong to a constraint. Rebuilding them at the end takes less time, and they are smaller.</summary>
    private async Task DropIndexesAsync(CancellationToken cancel)
    {
        await CompleteAsync(isAbandoned: false, cancel);
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

    [GeneratedRegex(@"^COPY \w+, line (?<line>[0-9]+)(, column (?<column>\w+))?", RegexOptions.Multiline)]
    private static partial Regex CopiedLine();

    /// <summary>A row to copy; the row of an unchanged record has no values.</summary>
    private readonly record struct Row(SeedEntry Seed, byte[] Hash, object?[] Values);

    private Task<int> ExecuteAsync(string sql, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancel));
}
