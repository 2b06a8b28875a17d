namespace Dataset;

/// <summary>Seeds that can be read: a folder of files, or a set in memory.</summary>
public interface ISeeds
{
    /// <summary>Reads all that comes before the relation records.</summary>
    /// <param name="current">Records that need not be read again while their bytes and their context are the same.</param>
    /// <param name="progress">Counts the bytes as they are read.</param>
    /// <exception cref="SeedException">The seeds are not valid.</exception>
    SeedReading Open(CurrentRecords current, ReadProgress progress);
}
