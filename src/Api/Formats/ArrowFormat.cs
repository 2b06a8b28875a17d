using System.Data.Common;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using ArrowField = Apache.Arrow.Field;
using Field = Api.Listing.Declare.Field;

namespace Api.Formats;

/// <summary>An Arrow IPC stream: typed columns, in batches of records.</summary>
internal sealed class ArrowFormat : Format
{
    /// <inheritdoc/>
    public override string Name => "arrow";

    /// <inheritdoc/>
    public override string MediaType => "application/vnd.apache.arrow.stream";

    /// <inheritdoc/>
    public override string Description =>
        $"all matching records as an Arrow IPC stream: days as date32, exact numbers as decimal128({TypedTable.Precision}, {TypedTable.Scale}), lists as lists, lists of objects as lists of structs";

    /// <inheritdoc/>
    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        var staged = new StagedStream(body);
        var schema = new Schema(query.Fields.Select(Declare), TypedTable.Metadata(version));
        using var arrow = new ArrowStreamWriter(staged, schema, leaveOpen: true);
        await foreach (var batch in TypedTable.BatchesAsync(query.Fields, rows, cancel))
        {
            using var records = new RecordBatch(schema, query.Fields.Zip(batch.Columns, Column), batch.Count);
            await arrow.WriteRecordBatchAsync(records, cancel);
            await staged.SendAsync(cancel);
        }

        await arrow.WriteEndAsync(cancel);
        await staged.SendAsync(cancel);
    }

    private static ArrowField Declare(Field field) => new(field.Name, TypeOf(field), field.Nullable, Described(field.Description));

    private static IArrowType TypeOf(Field field) => field.Kind switch
    {
        FieldKind.List => new ListType(new ArrowField(ItemName, StringType.Default, nullable: false)),
        FieldKind.Objects => new ListType(new ArrowField(ItemName, Struct(ItemMember.Of(field.Item!)), nullable: false)),
        _ => TypeOf(field.Kind),
    };

    private const string ItemName = "item";

    private static StructType Struct(IReadOnlyList<ItemMember> members) =>
        new([.. members.Select(member => new ArrowField(member.Name, TypeOf(member.Kind), member.Nullable, Described(member.Description)))]);

    private static IArrowType TypeOf(FieldKind kind) => kind switch
    {
        FieldKind.WholeNumber => Int32Type.Default,
        FieldKind.ExactNumber => Exact,
        FieldKind.Date => Date32Type.Default,
        _ => StringType.Default,
    };

    private static readonly Decimal128Type Exact = new(TypedTable.Precision, TypedTable.Scale);

    private static Dictionary<string, string> Described(string description) => new() { ["description"] = description };

    private static IArrowArray Column(Field field, IReadOnlyList<TypedColumn> columns)
    {
        var items = columns.Select(Column).ToArray();
        if (field.Kind is not (FieldKind.List or FieldKind.Objects))
            return items[0];
        var offsets = new ArrowBuffer.Builder<int>().AppendRange(columns[0].Offsets());
        var of = field.Kind == FieldKind.List ? items[0] : new StructArray(Struct(ItemMember.Of(field.Item!)), items[0].Length, items, ArrowBuffer.Empty);
        return new ListArray(TypeOf(field), offsets.Length - 1, offsets.Build(), of, ArrowBuffer.Empty);
    }

    private static IArrowArray Column(TypedColumn column)
    {
        switch (column)
        {
            case TypedColumn<int> cells:
                var counts = new Int32Array.Builder();
                cells.Each(count => counts.Append(count), () => counts.AppendNull());
                return counts.Build();
            case TypedColumn<DateOnly> cells:
                var days = new Date32Array.Builder();
                cells.Each(day => days.Append(day), () => days.AppendNull());
                return days.Build();
            case TypedColumn<decimal> cells:
                var numbers = new Decimal128Array.Builder(Exact);
                cells.Each(number => numbers.Append(number), () => numbers.AppendNull());
                return numbers.Build();
            case var cells:
                var texts = new StringArray.Builder();
                ((TypedColumn<ReadOnlyMemory<byte>>)cells).Each(text => texts.Append(text.Span), () => texts.AppendNull());
                return texts.Build();
        }
    }
}
