using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using FluentValidation.Results;

namespace Dataset;

/// <summary>
/// A folder of seed files, read as a stream: a relation record is checked, completed and passed on before the next is read.
/// What stays in memory is what records refer to, and the ids of the others.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="chunk">How many bytes of a file are read at once; what is read does not depend on it.</param>
public sealed class SeedFolder(string folder, int chunk = SeedFolder.UsualChunk)
{
    /// <summary>The most bytes that one record may have, so that a file that is broken does not fill the memory.</summary>
    public const int LargestRecord = 1 << 20;

    private const int UsualChunk = 1 << 16;
    private const string DescriptionFile = "dataset.json";

    private SeedErrors _errors = new();
    private SeedIds _referenceIds = new();

    /// <summary>What the dataset is; known once all entries were read.</summary>
    public DatasetDescription? Description { get; private set; }

    /// <summary>
    /// Hash of all that decides beside a relation record's own bytes whether it is valid and what is stored of it: the entries that it
    /// refers to or is named by, and the programs that read and check it. Known once the first record has come.
    /// </summary>
    public byte[] Context { get; private set; } = [];

    /// <summary>Size of all files.</summary>
    public long Bytes { get; } = Files().Select(file => new FileInfo(Path.Combine(folder, file))).Where(file => file.Exists).Sum(file => file.Length);

    /// <summary>How much of that has been read.</summary>
    public long BytesRead { get; private set; }

    /// <summary>
    /// Every entry with its derived fields: the relation records by resource, each as it is read, then the entries that are
    /// about them. Once something is found to be wrong no more come, but all files are read, so that all errors are known.
    /// </summary>
    /// <exception cref="SeedException">At the end: something is wrong with them; it holds the errors found.</exception>
    public IEnumerable<(ResourceType Resource, Entry Entry)> Read() => Read(new StandingRecords(context: null)).Select(entry => (entry.Resource, entry.Entry!));

    /// <summary>The same, but for records that stand already in the same bytes and the same context: these are not read again.</summary>
    /// <param name="standing">What stands.</param>
    /// <exception cref="SeedException">At the end: something is wrong with them; it holds the errors found.</exception>
    public IEnumerable<SeedEntry> Read(StandingRecords standing)
    {
        (_errors, _referenceIds, BytesRead) = (new(), new(), 0);
        ReadDescription();
        FindStrayFiles();
        var kept = ResourceTypes.All.Where(resource => !resource.HoldsRelations).ToDictionary(resource => resource, ReadReferences);
        var references = ReferencesAmong(kept);
        foreach (var resource in kept.Keys.Where(resource => resource.ReferredToBy is not null))
            CheckAll(resource, kept[resource], references);

        Context = ContextOf(kept);
        standing.Enter(Context);
        var linker = new Linker(kept.Select(pair => (pair.Key, pair.Value.Select(record => record.Value).OfType<ReferenceEntry>())));
        foreach (var resource in ResourceTypes.All.Where(resource => resource.HoldsRelations))
        {
            var rules = resource.Rules(references);
            foreach (var record in Records(resource, standing.Of(resource)))
            {
                Register(resource, record, references.Records);
                Check(FileOf(resource), rules, record);
                if (_errors.Count > 0)
                    continue;
                if (record.Standing is not { } same)
                {
                    yield return new(resource, record.Id!, linker.Complete(resource, (RelationRecord)record.Value!), null, record.SeedHash);
                    continue;
                }

                linker.Link(resource.PathOf(record.Id!), same.About);
                yield return new(resource, record.Id!, null, same.ContentHash, record.SeedHash);
            }
        }

        foreach (var resource in kept.Keys.Where(resource => resource.ReferredToBy is null))
            CheckAll(resource, kept[resource], references);
        _errors.ThrowIfAny();
        foreach (var (resource, records) in kept)
        {
            foreach (var record in records)
                yield return new(resource, record.Id!, linker.Complete(resource, (ReferenceEntry)record.Value!), null, null);
        }
    }

    /// <summary>Reads all files for their errors only.</summary>
    /// <exception cref="SeedException">Something is wrong with them; it holds the errors found.</exception>
    public void Check()
    {
        foreach (var _ in Read())
        {
        }
    }

    private static IEnumerable<string> Files() => ResourceTypes.All.Select(FileOf).Prepend(DescriptionFile);

    private static string FileOf(ResourceType resource) => $"{resource.Name}.json";

    private void ReadDescription()
    {
        using var reader = new SeedReader(Path.Combine(folder, DescriptionFile), typeof(DatasetDescription), _errors, chunk);
        var record = reader.ReadObject();
        BytesRead += reader.BytesRead;
        if (record is null)
            return;
        Check(DescriptionFile, new DatasetDescriptionRules(), record);
        Description = (DatasetDescription?)record.Value;
    }

    /// <summary>A file that no resource reads would be data silently left out.</summary>
    private void FindStrayFiles()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileName(path)).Except(Files()))
            _errors.Add(new SeedError(file, null, null, null, $"is no seed file; they are {string.Join(", ", Files())}"));
    }

    private List<SeedRecord> ReadReferences(ResourceType resource)
    {
        var records = Records(resource).ToList();
        foreach (var record in records)
            Register(resource, record, _referenceIds);
        return records;
    }

    private IEnumerable<SeedRecord> Records(ResourceType resource, IReadOnlyDictionary<UInt128, StandingRecord>? standing = null)
    {
        using var reader = new SeedReader(Path.Combine(folder, FileOf(resource)), resource.Record, _errors, chunk);
        var before = BytesRead;
        foreach (var record in reader.ReadArray(standing))
        {
            BytesRead = before + reader.BytesRead;
            yield return record;
        }

        BytesRead = before + reader.BytesRead;
    }

    /// <summary>Notes a record's id. Records with errors of their own count too: what refers to them is not wrong on that account.</summary>
    private void Register(ResourceType resource, SeedRecord record, SeedIds ids)
    {
        if (record.Id is { } id && !ids.TryAdd(resource.PathOf(id), record.Line, out var first))
            _errors.Add(new SeedError(FileOf(resource), record.LineOf("id"), id, "id", $"stands already on line {first}"));
    }

    private static byte[] ContextOf(Dictionary<ResourceType, List<SeedRecord>> kept)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in new[] { typeof(SeedFolder).Assembly, typeof(IValidator).Assembly, typeof(object).Assembly })
            hash.AppendData(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        foreach (var (resource, records) in kept)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{resource.Name} {records.Count} "));
            foreach (var record in records)
                hash.AppendData(record.SeedHash);
        }

        return hash.GetHashAndReset();
    }

    private static References ReferencesAmong(Dictionary<ResourceType, List<SeedRecord>> kept)
    {
        IEnumerable<SeedRecord> Of(Type type) => kept.Single(pair => pair.Key.Record == type).Value.Where(record => record.Id is not null);
        return new(
            Of(typeof(Country)).Select(record => record.Id!).ToHashSet(StringComparer.Ordinal),
            Of(typeof(Person)).Select(record => record.Id!).ToHashSet(StringComparer.Ordinal),
            Of(typeof(Source)).DistinctBy(record => record.Id).ToDictionary(record => record.Id!, record => (record.Value as Source)?.ParagraphCount ?? int.MaxValue));
    }

    private void CheckAll(ResourceType resource, List<SeedRecord> records, References references)
    {
        var rules = resource.Rules(references);
        foreach (var record in records)
            Check(FileOf(resource), rules, record);
    }

    private void Check(string file, IValidator rules, SeedRecord record)
    {
        if (record.Value is null)
            return;
        foreach (var failure in rules.Validate(new ValidationContext<object>(record.Value)).Errors)
        {
            var field = FieldOf(failure);
            _errors.Add(new SeedError(file, record.LineOf(field.Split('.', '[')[0]), record.Id, field, failure.ErrorMessage));
        }
    }

    /// <summary>Evidence[0].SourceId becomes evidence[0].source_id.</summary>
    private static string FieldOf(ValidationFailure failure) => string.Join('.', failure.PropertyName.Split('.').Select(Names.Snake));
}
