using System.Data.Common;
using System.IO.Compression;
using Api.Listing;
using Parquet;
using Parquet.Schema;
using Column = Parquet.Schema.DataField;
using Field = Api.Listing.Field;

namespace Api.Formats;

/// <summary>Parquet: typed columns, in row groups. The same records of the same version are the same bytes.</summary>
public sealed class ParquetFormat : Format
{
    /// <inheritdoc/>
    public override string Name => "parquet";

    /// <inheritdoc/>
    public override string MediaType => "application/vnd.apache.parquet";

    /// <inheritdoc/>
    public override string Description =>
        $"all matching records as Parquet: days as DATE, exact numbers as DECIMAL({TypedTable.Precision}, {TypedTable.Scale}), lists as lists, lists of objects as lists of structs";

    /// <inheritdoc/>
    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        var staged = new StagedStream(body);
        var schema = new ParquetSchema(query.Fields.Select(Declare));
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
                    var columns = new Queue<Column>(schema.DataFields);
                    for (var i = 0; i < query.Fields.Count; i++)
                        await WriteFieldAsync(group, columns, query.Fields[i], batch, i, cancel);
                }

                await staged.SendAsync(cancel);
            }
        }

        await staged.SendAsync(cancel);
    }

    private static Parquet.Schema.Field Declare(Field field) => field.Kind switch
    {
        FieldKind.List => new ListField(field.Name, new Column(ElementName, typeof(string), isNullable: false)),
        FieldKind.Objects => new ListField(field.Name, new StructField(ElementName,
            [.. ItemMember.Of(field.Item!).Select(member => Declare(member.Name, member.Kind, member.Nullable))])),
        _ => Declare(field.Name, field.Kind, field.Nullable),
    };

    private const string ElementName = "element";

    private static Column Declare(string name, FieldKind kind, bool nullable) => kind switch
    {
        FieldKind.WholeNumber => new Column(name, typeof(int), nullable),
        FieldKind.ExactNumber => new DecimalDataField(name, TypedTable.Precision, TypedTable.Scale, isNullable: nullable),
        FieldKind.Date => new Column(name, typeof(DateOnly), nullable),
        _ => new Column(name, typeof(string), nullable),
    };

    /// <summary>A field is one column, but a list of objects has one per member.</summary>
    private static async Task WriteFieldAsync(
        ParquetRowGroupWriter group, Queue<Column> columns, Field field, IReadOnlyList<object?[]> batch, int at, CancellationToken cancel)
    {
        if (field.Kind == FieldKind.Objects)
        {
            var members = ItemMember.Of(field.Item!);
            for (var m = 0; m < members.Count; m++)
                await WriteAsync(group, columns.Dequeue(), members[m].Kind, batch, at, m, cancel);
        }
        else
        {
            await WriteAsync(group, columns.Dequeue(), field.Kind, batch, at, member: null, cancel);
        }
    }

    private static Task WriteAsync(
        ParquetRowGroupWriter group, Column column, FieldKind kind, IReadOnlyList<object?[]> batch, int at, int? member, CancellationToken cancel) => kind switch
        {
            FieldKind.WholeNumber => WriteAsync(group, column, batch, at, member, value => (int)value, cancel),
            FieldKind.ExactNumber => WriteAsync(group, column, batch, at, member, value => (decimal)value, cancel),
            FieldKind.Date => WriteAsync(group, column, batch, at, member, value => (DateOnly)value, cancel),
            _ => WriteAsync(group, column, batch, at, member, value => ((string)value).AsMemory(), cancel),
        };

    /// <summary>
    /// A column stands in a file as its values without the nulls, beside two numbers per cell: how much of its path is there
    /// (definition), and whether it goes on in the same list (repetition).
    /// </summary>
    private static Task WriteAsync<T>(
        ParquetRowGroupWriter group, Column column, IReadOnlyList<object?[]> batch, int at, int? member, Func<object, T> convert, CancellationToken cancel) where T : struct
    {
        var values = new List<T>(batch.Count);
        var definitions = new List<int>(batch.Count);
        var repetitions = new List<int>(batch.Count);
        for (var r = 0; r < batch.Count; r++)
        {
            if (column.MaxRepetitionLevel == 0)
            {
                Add(batch[r][at], goesOn: false);
                continue;
            }

            var items = (object?[])batch[r][at]!;
            if (items.Length == 0)
            {
                definitions.Add(EmptyList);
                repetitions.Add(0);
            }

            for (var i = 0; i < items.Length; i++)
                Add(member is { } m ? ((object?[])items[i]!)[m] : items[i], goesOn: i > 0);
        }

        return group.WriteAllPartsAsync<T>(column, values.ToArray(), Levels(column.MaxDefinitionLevel, definitions), Levels(column.MaxRepetitionLevel, repetitions), cancel);

        void Add(object? value, bool goesOn)
        {
            if (value is not null)
                values.Add(convert(value));
            definitions.Add(value is null ? column.MaxDefinitionLevel - 1 : column.MaxDefinitionLevel);
            repetitions.Add(goesOn ? 1 : 0);
        }
    }

    /// <summary>Levels are left out where they are all 0.</summary>
    private static ReadOnlyMemory<int>? Levels(int highest, List<int> levels) => highest > 0 ? levels.ToArray() : default(ReadOnlyMemory<int>?);

    /// <summary>The list is there, but no item of it.</summary>
    private const int EmptyList = 1;

    /// <summary>
    /// What is written for speed: a column of which the first values hardly repeat gets no dictionary, and a writer keeps little
    /// memory for the next one.
    /// </summary>
    private static readonly ParquetOptions Options = new()
    {
        CompressionLevel = CompressionLevel.Fastest,
        DictionaryEncodingSampleSize = 1_000,
        MaximumSmallPoolFreeBytes = 16 << 20,
        MaximumLargePoolFreeBytes = 16 << 20,
    };
}
