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
    public override string Name => "arrow";

    public override string MediaType => "application/vnd.apache.arrow.stream";

    public override string Description =>
        $"all matching records as an Arrow IPC stream: days as date32, exact numbers as decimal128({TypedTable.Precision}, {TypedTable.Scale}), "
        + "lists as lists, lists of objects as lists of structs";

    public override async Task WriteAsync(Stream body, ListQuery query, DatasetVersion version, DbDataReader rows, CancellationToken cancel)
    {
        var staged = new StagedStream(body);
        var types = query.Fields.Select(TypeOf).ToArray();
        var columns = query.Fields.Zip(types, (field, type) => new ArrowField(field.Name, type, field.Nullable, Described(field.Description)));
        var schema = new Schema(columns, TypedTable.Metadata(version));
        using var arrow = new ArrowStreamWriter(staged, schema, leaveOpen: true);
        await foreach (var batch in TypedTable.BatchesAsync(query.Fields, rows, cancel))
        {
            using var records = new RecordBatch(schema, types.Zip(batch.Columns, Column), batch.Count);
            await arrow.WriteRecordBatchAsync(records, cancel);
            await staged.SendAsync(cancel);
        }

        await arrow.WriteEndAsync(cancel);
        await staged.SendAsync(cancel);
    }

    private static IArrowType TypeOf(Field field) => field.Kind.Storage switch
    {
        Storage.Texts => new ListType(new ArrowField(ItemName, StringType.Default, nullable: false)),
        Storage.Json => new ListType(new ArrowField(ItemName, Struct(ItemMember.Of(field.Item!)), nullable: false)),
        var storage => TypeOf(storage),
    };

    private const string ItemName = "item";

    private static StructType Struct(IReadOnlyList<ItemMember> members) =>
        new([.. members.Select(member => new ArrowField(member.Name, TypeOf(member.Kind.Storage), member.Nullable, Described(member.Description)))]);

    private static IArrowType TypeOf(Storage storage) => storage switch
    {
        Storage.Integer => Int32Type.Default,
        Storage.Decimal => Exact,
        Storage.Date => Date32Type.Default,
        Storage.Boolean => BooleanType.Default,
        _ => StringType.Default,
    };

    private static readonly Decimal128Type Exact = new(TypedTable.Precision, TypedTable.Scale);

    private static Dictionary<string, string> Described(string description) => new() { ["description"] = description };

    private static IArrowArray Column(IArrowType type, IReadOnlyList<TypedColumn> columns)
    {
        var cells = columns.Select(Column).ToArray();
        if (type is not ListType { ValueDataType: var item })
            return cells[0];
        var offsets = new ArrowBuffer.Builder<int>().AppendRange(columns[0].Offsets());
        var items = item is StructType ? new StructArray(item, cells[0].Length, cells, ArrowBuffer.Empty) : cells[0];
        return new ListArray(type, offsets.Length - 1, offsets.Build(), items, ArrowBuffer.Empty);
    }

    private static IArrowArray Column(TypedColumn column)
    {
        switch (column)
        {
            case TypedColumn<int> cells:
                var counts = new Int32Array.Builder();
                cells.Each(count => counts.Append(count), () => counts.AppendNull());
                return counts.Build();
            case TypedColumn<bool> cells:
                var truths = new BooleanArray.Builder();
                cells.Each(truth => truths.Append(truth), () => truths.AppendNull());
                return truths.Build();
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
