using System.Data.Common;
using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Parquet;
using Parquet.Schema;
using Column = Parquet.Schema.DataField;
using Field = Api.Listing.Declare.Field;

namespace Api.Formats;

/// <summary>Parquet, in row groups. The same records of the same version are the same bytes.</summary>
internal sealed class ParquetFormat : Format
{
    public override string Name => "parquet";

    public override string MediaType => "application/vnd.apache.parquet";

    public override string Description =>
        $"all matching records as Parquet: days as DATE, exact numbers as DECIMAL({TypedTable.Precision}, {TypedTable.Scale}), "
        + "lists as lists, lists of objects as lists of structs";

    public override bool IsCompressed => true;

    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        var staged = new StagedStream(body);
        var schema = Declare(query.Fields, text: typeof(string));
        var given = Declare(query.Fields, text: typeof(byte[]));
        await using (var parquet = await ParquetWriter.CreateAsync(schema, staged, Options, cancellationToken: cancel))
        {
            parquet.CustomMetadata = TypedTable.Metadata(version)
                .Concat(query.Fields.Select(field => KeyValuePair.Create($"description.{field.Name}", field.Description)))
                .ToDictionary();
            await foreach (var batch in TypedTable.BatchesAsync(query.Fields, rows, cancel))
            {
                if (batch.Count == 0)
                    continue;
                using (var group = parquet.CreateRowGroup())
                {
                    foreach (var (column, cells) in given.DataFields.Zip(batch.Columns.SelectMany(columns => columns)))
                        await WriteAsync(group, column, cells, cancel);
                }

                await staged.SendAsync(cancel);
            }
        }

        await staged.SendAsync(cancel);
    }

    /// <summary>The file declares texts. The library gets their bytes and writes them unchanged, without a way through UTF-16.</summary>
    private static ParquetSchema Declare(IReadOnlyList<Field> fields, Type text) => new(fields.Select(field => Declare(field, text)));

    private static Parquet.Schema.Field Declare(Field field, Type text) => field.Kind.Storage switch
    {
        Storage.Texts => new ListField(field.Name, new Column(ElementName, text, isNullable: false)),
        Storage.Json => new ListField(field.Name, new StructField(ElementName,
            [.. ItemMember.Of(field.Item!).Select(member => Declare(member.Name, member.Kind.Storage, member.Nullable, text))])),
        var storage => Declare(field.Name, storage, field.Nullable, text),
    };

    private const string ElementName = "element";

    private static Column Declare(string name, Storage storage, bool nullable, Type text) => storage switch
    {
        Storage.Integer => new Column(name, typeof(int), nullable),
        Storage.Decimal => new DecimalDataField(name, TypedTable.Precision, TypedTable.Scale, isNullable: nullable),
        Storage.Date => new Column(name, typeof(DateOnly), nullable),
        Storage.Boolean => new Column(name, typeof(bool), nullable),
        _ => new Column(name, text, nullable),
    };

    private static Task WriteAsync(ParquetRowGroupWriter group, Column column, TypedColumn cells, CancellationToken cancel) => cells switch
    {
        TypedColumn<int> counts => WriteAsync(group, column, counts, cancel),
        TypedColumn<decimal> numbers => WriteAsync(group, column, numbers, cancel),
        TypedColumn<bool> truths => WriteAsync(group, column, truths, cancel),
        TypedColumn<DateOnly> days => WriteAsync(group, column, days, cancel),
        _ => WriteAsync(group, column, (TypedColumn<ReadOnlyMemory<byte>>)cells, cancel),
    };

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, Column column, TypedColumn<T> cells, CancellationToken cancel) where T : struct =>
        group.WriteAllPartsAsync(column, cells.Values, cells.Definitions, cells.Repetitions, cancel);

    /// <summary>Limits the memory that stays allocated for the next writer.</summary>
    private static readonly ParquetOptions Options = new() { MaximumLargePoolFreeBytes = 16 << 20 };
}
