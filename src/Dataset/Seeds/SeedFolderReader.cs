using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using FluentValidation.Results;

namespace Dataset;

internal sealed class SeedFolderReader(string folder, int chunk, ReadProgress progress)
{
    private readonly SeedErrors _errors = new();
    private readonly SeedIds _referenceIds = new();

    public SeedReading Open(CurrentRecords current)
    {
        progress.Bytes = SeedFolder.Files.Select(file => new FileInfo(Path.Combine(folder, file)))
            .Where(file => file.Exists).Sum(file => file.Length);
        progress.BytesRead = 0;
        var description = ReadDescription();
        FindStrayFiles();
        var kept = ResourceTypes.All.Where(resource => !resource.HoldsRelations).ToDictionary(resource => resource, ReadReferences);
        var links = ReadLinks();
        var references = ReferencesAmong(kept);
        foreach (var resource in kept.Keys.Where(resource => resource.ReferredToBy is not null))
            CheckAll(resource, kept[resource], references);

        var context = ContextOf(kept, links);
        current.UseContext(context);
        var entries = Entries(kept, links, references, current);
        if (description is not null && _errors.Count == 0)
            return new(description, context, entries);
        foreach (var _ in entries)
        {
            // The records are read too, so that all errors are reported at once.
        }

        throw new UnreachableException();
    }

    private IEnumerable<SeedEntry> Entries(
        Dictionary<ResourceType, List<SeedRecord>> kept, List<SeedRecord> links, References references, CurrentRecords current)
    {
        var linker = new Linker(
            kept.Select(pair => (pair.Key, pair.Value.Select(record => record.Value).OfType<ReferenceEntry>())),
            // An invalid link is reported below, before anything is linked by it.
            links.Select(link => link.Value).OfType<Link>().Where(link => Relations.Reverse.ContainsKey(link.Relation)));
        foreach (var resource in ResourceTypes.All.Where(resource => resource.HoldsRelations))
        {
            var rules = resource.Rules(references);
            foreach (var record in Records(resource, current.Of(resource)))
            {
                Register(resource, record, references.Records);
                Check(SeedFolder.FileOf(resource), rules, record);
                if (_errors.Count > 0)
                    continue;
                if (record.Current is not { } same)
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
        var linkRules = new LinkRules(references);
        foreach (var link in links)
            Check(SeedFolder.LinksFile, linkRules, link);
        _errors.ThrowIfAny();
        foreach (var (resource, records) in kept)
        {
            foreach (var record in records)
                yield return new(resource, record.Id!, linker.Complete(resource, (ReferenceEntry)record.Value!), null, null);
        }
    }

    private DatasetDescription? ReadDescription()
    {
        using var reader = new SeedReader(Path.Combine(folder, SeedFolder.DescriptionFile), typeof(DatasetDescription), _errors, chunk);
        var record = reader.ReadObject();
        progress.BytesRead += reader.BytesRead;
        if (record is null)
            return null;
        Check(SeedFolder.DescriptionFile, new DatasetDescriptionRules(), record);
        return (DatasetDescription?)record.Value;
    }

    private List<SeedRecord> ReadLinks()
    {
        using var reader = new SeedReader(Path.Combine(folder, SeedFolder.LinksFile), typeof(Link), _errors, chunk);
        var links = reader.ReadArray().ToList();
        progress.BytesRead += reader.BytesRead;
        var seen = new Dictionary<Link, int>();
        foreach (var record in links)
        {
            if (record.Value is Link link && !seen.TryAdd(link, record.Line))
                _errors.Add(new SeedError(SeedFolder.LinksFile, record.Line, null, null, $"is already on line {seen[link]}"));
        }

        return links;
    }

    // The data of a file that no resource reads would be left out silently.
    private void FindStrayFiles()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileName(path)).Except(SeedFolder.Files))
            _errors.Add(new SeedError(file, null, null, null, $"is not a seed file; the seed files are {string.Join(", ", SeedFolder.Files)}"));
    }

    private List<SeedRecord> ReadReferences(ResourceType resource)
    {
        var records = Records(resource).ToList();
        foreach (var record in records)
            Register(resource, record, _referenceIds);
        return records;
    }

    private IEnumerable<SeedRecord> Records(ResourceType resource, IReadOnlyDictionary<UInt128, CurrentRecord>? current = null)
    {
        using var reader = new SeedReader(Path.Combine(folder, SeedFolder.FileOf(resource)), resource.Record, _errors, chunk);
        var before = progress.BytesRead;
        foreach (var record in reader.ReadArray(current))
        {
            progress.BytesRead = before + reader.BytesRead;
            yield return record;
        }

        progress.BytesRead = before + reader.BytesRead;
    }

    // The id of an invalid record is registered too, because references to it are not wrong.
    private void Register(ResourceType resource, SeedRecord record, SeedIds ids)
    {
        if (record.Id is { } id && !ids.TryAdd(resource.PathOf(id), record.Line, out var first))
            _errors.Add(new SeedError(SeedFolder.FileOf(resource), record.LineOf("id"), id, "id", $"is already used on line {first}"));
    }

    private static byte[] ContextOf(Dictionary<ResourceType, List<SeedRecord>> kept, List<SeedRecord> links)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in new[] { typeof(SeedFolder).Assembly, typeof(IValidator).Assembly, typeof(object).Assembly })
            hash.AppendData(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        foreach (var (name, records) in kept.Select(pair => (pair.Key.Name, pair.Value)).Append((SeedFolder.LinksFile, links)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {records.Count} "));
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
            Of(typeof(Country)).Select(record => record.Value).OfType<Country>().Where(country => country.Kind == CountryKind.Bloc)
                .Select(country => country.Code).ToHashSet(StringComparer.Ordinal),
            Of(typeof(Person)).Select(record => record.Id!).ToHashSet(StringComparer.Ordinal),
            Of(typeof(Source)).DistinctBy(record => record.Id)
                .ToDictionary(record => record.Id!, record => (record.Value as Source)?.ParagraphCount ?? int.MaxValue));
    }

    private void CheckAll(ResourceType resource, List<SeedRecord> records, References references)
    {
        var rules = resource.Rules(references);
        foreach (var record in records)
            Check(SeedFolder.FileOf(resource), rules, record);
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

    private static string FieldOf(ValidationFailure failure) => string.Join('.', failure.PropertyName.Split('.').Select(Names.Snake));
}
