using System.Reflection;
using System.Runtime.CompilerServices;
using FluentValidation;

namespace Dataset;

/// <summary>A resource as the dataset knows it: its record, its rules, its seed file.</summary>
/// <param name="Name">Name in paths and of the seed file, without extension: trade-figures.</param>
/// <param name="Record">The record's type.</param>
/// <param name="Rules">Makes the record's rules, which check its references against what the dataset holds.</param>
public sealed record ResourceType(string Name, Type Record, Func<References, IValidator> Rules)
{
    /// <summary>For a resource that records refer to: the ids by which a record does.</summary>
    public Func<About, IReadOnlyList<string>>? ReferredToBy { get; init; }

    /// <summary>Whether its entries are relation records: facts with evidence.</summary>
    public bool HoldsRelations => Record.IsSubclassOf(typeof(RelationRecord));

    /// <summary>Name of the table.</summary>
    public string Table => Name.Replace('-', '_');

    /// <summary>The record's properties, those of its base types first.</summary>
    public IReadOnlyList<PropertyInfo> Properties { get; } = [.. Lineage(Record)
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(property => property.Name != "EqualityContract")];

    /// <summary>How another entry names one of its entries: trade-figures/bilateral-trade-2022.</summary>
    public string PathOf(string id) => $"{Name}/{id}";

    /// <summary>Whether a property comes from the seed file; any other is derived.</summary>
    public static bool IsSeedMember(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute));

    private static IEnumerable<Type> Lineage(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) ? Lineage(parent).Append(type) : [type];
}

/// <summary>Every resource of the dataset. To add one, add its line here.</summary>
public static class ResourceTypes
{
    /// <summary>The resources that records refer to come first: their ids are what the others are checked against.</summary>
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        new("countries", typeof(Country), references => new CountryRules(references)) { ReferredToBy = about => about.Countries },
        new("people", typeof(Person), references => new PersonRules(references)) { ReferredToBy = about => about.People },
        new("sources", typeof(Source), references => new SourceRules(references)) { ReferredToBy = about => about.SourceIds },
        new("trade-figures", typeof(TradeFigure), references => new TradeFigureRules(references)),
        new("exercises", typeof(Exercise), references => new ExerciseRules(references)),
        new("visits", typeof(Visit), references => new VisitRules(references)),
        new("statements", typeof(Statement), references => new StatementRules(references)),
        new("agreements", typeof(Agreement), references => new AgreementRules(references)),
        new("indicators", typeof(IndicatorFigure), references => new IndicatorFigureRules(references)),
        new("contradictions", typeof(Contradiction), references => new ContradictionRules(references)),
    ];
}
