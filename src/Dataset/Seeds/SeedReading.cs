namespace Dataset;

/// <summary>Seeds whose description and reference entries are valid, and whose entries are read as they are enumerated.</summary>
/// <param name="Description">The dataset's description.</param>
/// <param name="Context">
/// Hash of everything besides a relation record's own bytes that decides whether it is valid and what is stored of it: the reference
/// entries, and the programs that read and check it. Null for seeds that come from no files.
/// </param>
/// <param name="Entries">
/// Every entry with its derived fields, to be enumerated once: the relation records by resource, then the reference entries. At the
/// first error the entries stop, all files are still read, and a <see cref="SeedException"/> with all errors ends the enumeration.
/// </param>
public sealed record SeedReading(DatasetDescription Description, byte[]? Context, IEnumerable<SeedEntry> Entries);
