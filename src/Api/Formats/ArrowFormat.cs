using System.Data.Common;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Api.Listing;
using ArrowField = Apache.Arrow.Field;
using Field = Api.Listing.Field;

namespace Api.Formats;

/// <summary>An Arrow IPC stream: typed columns, in batches of records.</summary>
public sealed class ArrowFormat : Format
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
            using var records = new RecordBatch(schema, query.Fields.Select((field, i) => Column(field, [.. batch.Select(row => row[i])])), batch.Count);
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

    private static IArrowArray Column(Field field, IReadOnlyList<object?> values)
    {
        if (field.Kind is not (FieldKind.List or FieldKind.Objects))
            return Column(field.Kind, values);
        var items = values.SelectMany(list => (object[])list!).ToArray();
        return new ListArray(TypeOf(field), values.Count, Offsets(values), field.Kind == FieldKind.List ? Column(FieldKind.Text, items) : Structs(field, items), ArrowBuffer.Empty);
    }

    private static IArrowArray Column(FieldKind kind, IReadOnlyList<object?> values)
    {
        switch (kind)
        {
            case FieldKind.WholeNumber:
                var counts = new Int32Array.Builder();
                foreach (var value in values)
                    _ = value is int count ? counts.Append(count) : counts.AppendNull();
                return counts.Build();
            case FieldKind.Date:
                var days = new Date32Array.Builder();
                foreach (var value in values)
                    _ = value is DateOnly day ? days.Append(day) : days.AppendNull();
                return days.Build();
            case FieldKind.ExactNumber:
                var numbers = new Decimal128Array.Builder(Exact);
                foreach (var value in values)
                    _ = value is decimal number ? numbers.Append(number) : numbers.AppendNull();
                return numbers.Build();
            default:
                return new StringArray.Builder().AppendRange(values.Select(value => (string?)value)).Build();
        }
    }

    private static StructArray Structs(Field field, object[] items)
    {
        var members = ItemMember.Of(field.Item!);
        return new(Struct(members), items.Length, members.Select((member, m) => Column(member.Kind, [.. items.Select(item => ((object?[])item)[m])])), ArrowBuffer.Empty);
    }

    /// <summary>Where each list begins among all items, and where the last one ends.</summary>
    private static ArrowBuffer Offsets(IReadOnlyList<object?> lists)
    {
        var offsets = new ArrowBuffer.Builder<int>(lists.Count + 1).Append(0);
        var end = 0;
        foreach (var list in lists)
            offsets.Append(end += ((object[])list!).Length);
        return offsets.Build();
    }
}
