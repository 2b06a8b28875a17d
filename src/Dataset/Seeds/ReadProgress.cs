namespace Dataset;

/// <summary>How much of the seed files has been read.</summary>
public sealed class ReadProgress
{
    /// <summary>Size of all files; 0 while nothing is read, and for seeds that come from no files.</summary>
    public long Bytes { get; internal set; }

    /// <summary>How many of these bytes have been read.</summary>
    public long BytesRead { get; internal set; }

    /// <summary>The share that has been read, from 0 to 1; null where there are no files.</summary>
    public double? Share => Bytes == 0 ? null : BytesRead / (double)Bytes;
}
