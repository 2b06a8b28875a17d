using System.Buffers.Binary;
using System.Text;

namespace Tests.Api.Observability;

/// <summary>A message of Protocol Buffers without its schema: fields by number. OTLP needs no more.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Number, object Value)> _fields = [];

    public ProtobufMessage(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var key = Varint(ref bytes);
            _fields.Add(((int)(key >> 3), (key & 7) switch
            {
                0 => Varint(ref bytes),
                1 => BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8)),
                2 => Take(ref bytes, (int)Varint(ref bytes)).ToArray(),
                5 => (ulong)BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4)),
                var type => throw new FormatException($"No field has the wire type {type}."),
            }));
        }
    }

    /// <summary>The messages at a path of field numbers. Each message is nested in the previous one.</summary>
    public IEnumerable<ProtobufMessage> At(params ReadOnlySpan<int> path)
    {
        IEnumerable<ProtobufMessage> found = [this];
        foreach (var number in path)
            found = found.SelectMany(message => message.Values<byte[]>(number).Select(bytes => new ProtobufMessage(bytes))).ToArray();
        return found;
    }

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    public ulong Number(int number) => Values<ulong>(number).LastOrDefault();

    private byte[] Bytes(int number) => Values<byte[]>(number).LastOrDefault() ?? [];

    private IEnumerable<T> Values<T>(int number) => _fields.Where(field => field.Number == number).Select(field => field.Value).OfType<T>();

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref bytes, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
