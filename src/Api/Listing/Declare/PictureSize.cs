namespace Api.Listing.Declare;

internal sealed record PictureSize(int Width, int Height, bool IsDark)
{
    /// <summary>In a smaller picture the labels leave no room for the plot.</summary>
    public const int LeastWidth = 400, LeastHeight = 320;

    /// <summary>Drawing a picture of this size takes about 16 MB.</summary>
    public const int MostWidth = 2400, MostHeight = 1600;

    public static readonly PictureSize Default = new(960, 540, false);
}
