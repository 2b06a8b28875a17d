namespace Tests.Support;

/// <summary>The raw answer of a server.</summary>
internal sealed record RawAnswer(string Head, string Body)
{
    /// <summary>The status; 0 when there was no answer.</summary>
    public int Status => Head.Length == 0 ? 0 : int.Parse(Head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A header; null when it is missing.</summary>
    public string? Header(string name) => Head.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
