namespace Api.Listing.Declare;

/// <summary>How a chart is to look.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="IsDark">Whether it is light on dark.</param>
internal sealed record PictureSize(int Width, int Height, bool IsDark)
{
    /// <summary>With less, the words around the plot leave no room for it.</summary>
    public const int LeastWidth = 400, LeastHeight = 320;

    /// <summary>A picture of that size takes some 16 MB while it is drawn.</summary>
    public const int MostWidth = 2400, MostHeight = 1600;

    /// <summary>What is drawn when nothing else is asked for.</summary>
    public static readonly PictureSize Default = new(960, 540, false);
}
