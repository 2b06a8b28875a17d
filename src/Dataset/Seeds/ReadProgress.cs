namespace Dataset;

/// <summary>How much of the seed files has been read.</summary>
public sealed class ReadProgress
{
    /// <summary>The size of all files; 0 without files.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The number of bytes read so far.</summary>
    public long BytesRead { get; internal set; }

    /// <summary>The share read so far, from 0 to 1; null without files.</summary>
    public double? Share => Bytes == 0 ? null : BytesRead / (double)Bytes;
}
