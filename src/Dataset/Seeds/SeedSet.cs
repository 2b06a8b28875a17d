using FluentValidation;
using FluentValidation.Results;

namespace Dataset;

/// <summary>A whole dataset, read from a folder of seed files and known to be valid.</summary>
/// <param name="Description">What the dataset is.</param>
/// <param name="Entries">Every resource's entries, in the order of the seed file.</param>
public sealed record SeedSet(DatasetDescription Description, IReadOnlyDictionary<ResourceType, IReadOnlyList<Entry>> Entries)
{
    private const string DescriptionFile = "dataset.json";

    /// <summary>Reads and checks every file of the folder.</summary>
    /// <exception cref="SeedException">Something is wrong with them; it holds every error found.</exception>
    public static SeedSet Read(string folder)
    {
        var errors = new List<SeedError>();
        var description = SeedReader.ReadObject(Path.Combine(folder, DescriptionFile), typeof(DatasetDescription), errors);
        var records = ResourceTypes.All.ToDictionary(
            resource => resource,
            resource => SeedReader.ReadArray(Path.Combine(folder, FileOf(resource)), resource.Record, errors));
        errors.AddRange(StrayFiles(folder));
        errors.AddRange(records.SelectMany(pair => Duplicates(FileOf(pair.Key), pair.Value)));

        var references = ReferencesAmong(records);
        if (description is not null)
            errors.AddRange(BrokenRules(DescriptionFile, new DatasetDescriptionRules(), [description]));
        errors.AddRange(records.SelectMany(pair => BrokenRules(FileOf(pair.Key), pair.Key.Rules(references), pair.Value)));
        if (errors.Count > 0)
            throw new SeedException([.. errors.OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line)]);
        return new SeedSet(
            (DatasetDescription)description!.Value!,
            Linker.Link(records.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Entry>)[.. pair.Value.Select(record => (Entry)record.Value!)])));
    }

    private static string FileOf(ResourceType resource) => $"{resource.Name}.json";

    /// <summary>A file that no resource reads would be data silently left out.</summary>
    private static IEnumerable<SeedError> StrayFiles(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        string[] known = [DescriptionFile, .. ResourceTypes.All.Select(FileOf)];
        return Directory.EnumerateFiles(folder, "*.json").Select(path => Path.GetFileName(path)).Except(known)
            .Select(file => new SeedError(file, null, null, null, $"is no seed file; they are {string.Join(", ", known)}"));
    }

    private static IEnumerable<SeedError> Duplicates(string file, IReadOnlyList<SeedRecord> records) => records
        .Where(record => record.Id is not null)
        .GroupBy(record => record.Id)
        .SelectMany(same => same.Skip(1).Select(record =>
            new SeedError(file, record.FieldLines.GetValueOrDefault("id", record.Line), record.Id, "id", $"stands already on line {same.First().Line}")));

    /// <summary>Records with errors of their own count too: what refers to them is not wrong on that account.</summary>
    private static References ReferencesAmong(Dictionary<ResourceType, IReadOnlyList<SeedRecord>> records)
    {
        IReadOnlySet<string> Ids(Type type) =>
            records.Single(pair => pair.Key.Record == type).Value.Select(record => record.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var sources = records.Single(pair => pair.Key.Record == typeof(Source)).Value;
        return new(
            Ids(typeof(Country)),
            Ids(typeof(Person)),
            sources
                .Where(record => record.Id is not null)
                .DistinctBy(record => record.Id)
                .ToDictionary(record => record.Id!, record => (record.Value as Source)?.ParagraphCount ?? int.MaxValue),
            records.Keys.Where(resource => resource.HoldsRelations)
                .SelectMany(resource => Ids(resource.Record).Select(resource.PathOf)).ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<SeedError> BrokenRules(string file, IValidator rules, IReadOnlyList<SeedRecord> records)
    {
        foreach (var record in records.Where(record => record.Value is not null))
        {
            foreach (var failure in rules.Validate(new ValidationContext<object>(record.Value!)).Errors)
            {
                var field = FieldOf(failure);
                var line = record.FieldLines.GetValueOrDefault(field.Split('.', '[')[0], record.Line);
                yield return new SeedError(file, line, record.Id, field, failure.ErrorMessage);
            }
        }
    }

    /// <summary>Evidence[0].SourceId becomes evidence[0].source_id.</summary>
    private static string FieldOf(ValidationFailure failure) => string.Join('.', failure.PropertyName.Split('.').Select(Names.Snake));
}
