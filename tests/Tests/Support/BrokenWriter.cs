using System.Text;

namespace Tests.Support;

/// <summary>Output that fails as a programming error does.</summary>
internal sealed class BrokenWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new InvalidOperationException("a programming error");
}
