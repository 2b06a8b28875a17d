namespace Dataset;

/// <summary>Seeds whose description and reference entries are valid, and whose entries are read as they are enumerated.</summary>
/// <param name="Description">The description of the dataset.</param>
/// <param name="Context">Hash of the reference entries and of the program, on which a record's content also depends; null without files.</param>
/// <param name="Entries">
/// The relation records by resource, then the reference entries; enumerate once. After an error no more entries come, but all files are
/// still read, and a <see cref="SeedException"/> with all errors ends the enumeration.
/// </param>
public sealed record SeedReading(DatasetDescription Description, byte[]? Context, IEnumerable<SeedEntry> Entries);
