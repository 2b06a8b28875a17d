using System.Data.Common;
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
        await using (var parquet = await ParquetWriter.CreateAsync(schema, staged, cancellationToken: cancel))
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
                await WriteAsync(group, columns.Dequeue(), members[m].Kind, Listed(batch, at, item => ((object?[])item)[m]), cancel);
        }
        else
        {
            await WriteAsync(group, columns.Dequeue(), field.Kind, field.Kind == FieldKind.List
                ? Listed(batch, at, item => item)
                : batch.Select(row => new Cell(row[at])), cancel);
        }
    }

    private static Task WriteAsync(ParquetRowGroupWriter group, Column column, FieldKind kind, IEnumerable<Cell> cells, CancellationToken cancel) => kind switch
    {
        FieldKind.WholeNumber => WriteAsync(group, column, cells, value => (int)value, cancel),
        FieldKind.ExactNumber => WriteAsync(group, column, cells, value => (decimal)value, cancel),
        FieldKind.Date => WriteAsync(group, column, cells, value => (DateOnly)value, cancel),
        _ => WriteAsync(group, column, cells, value => ((string)value).AsMemory(), cancel),
    };

    /// <summary>
    /// A column stands in a file as its values without the nulls, beside two numbers per cell: how much of its path is there
    /// (definition), and whether it goes on in the same list (repetition).
    /// </summary>
    private static Task WriteAsync<T>(ParquetRowGroupWriter group, Column column, IEnumerable<Cell> cells, Func<object, T> convert, CancellationToken cancel) where T : struct
    {
        var values = new List<T>();
        var definitions = new List<int>();
        var repetitions = new List<int>();
        foreach (var cell in cells)
        {
            if (cell.Value is not null)
                values.Add(convert(cell.Value));
            definitions.Add(cell.Value is not null ? column.MaxDefinitionLevel : cell.IsEmptyList ? EmptyList : column.MaxDefinitionLevel - 1);
            repetitions.Add(cell.GoesOn ? 1 : 0);
        }

        return group.WriteAllPartsAsync<T>(column, values.ToArray(), Levels(column.MaxDefinitionLevel, definitions), Levels(column.MaxRepetitionLevel, repetitions), cancel);
    }

    /// <summary>Levels are left out where they are all 0.</summary>
    private static ReadOnlyMemory<int>? Levels(int highest, List<int> levels) => highest > 0 ? levels.ToArray() : default(ReadOnlyMemory<int>?);

    private static IEnumerable<Cell> Listed(IReadOnlyList<object?[]> batch, int at, Func<object, object?> value) => batch.SelectMany(row => row[at] switch
    {
        object[] { Length: > 0 } items => items.Select((item, i) => new Cell(value(item), GoesOn: i > 0)),
        _ => [new Cell(null, IsEmptyList: true)],
    });

    /// <summary>The list is there, but no item of it.</summary>
    private const int EmptyList = 1;

    /// <summary>A place of a column.</summary>
    /// <param name="Value">The value, if it is known.</param>
    /// <param name="GoesOn">Whether it stands in the same list as the one before.</param>
    /// <param name="IsEmptyList">Whether it stands for a list without items.</param>
    private readonly record struct Cell(object? Value, bool GoesOn = false, bool IsEmptyList = false);
}
