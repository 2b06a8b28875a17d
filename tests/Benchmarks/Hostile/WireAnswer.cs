namespace Benchmarks.Hostile;

/// <summary>An answer as the server sent it.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">Its headers, by name.</param>
/// <param name="Body">Its body, without the marks of chunks.</param>
internal sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Whether the server closes the connection.</summary>
    public bool Closes => Header("Connection") == "close";

    public string MediaType => Header("Content-Type").Split(';')[0];

    public string Header(string name) => Headers.GetValueOrDefault(name, "");
}
