using System.Text;

namespace Tests.Support;

/// <summary>A writer that fails like a programming error.</summary>
internal sealed class BrokenWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new InvalidOperationException("a programming error");
}
