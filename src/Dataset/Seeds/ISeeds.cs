namespace Dataset;

/// <summary>Seeds that can be read: a folder of files, or a set in memory.</summary>
public interface ISeeds
{
    /// <summary>Reads the description and the reference entries. Throws a <see cref="SeedException"/> when there are errors.</summary>
    SeedReading Open(CurrentRecords current, ReadProgress progress);
}
