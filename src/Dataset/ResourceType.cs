using System.Reflection;
using System.Runtime.CompilerServices;
using FluentValidation;

namespace Dataset;

/// <summary>A resource: its record, its rules and its seed file.</summary>
public sealed record ResourceType
{
    internal ResourceType(string name, Type record, Func<References, IValidator> rules)
    {
        (Name, Record, Rules) = (name, record, rules);
        Properties = [.. Lineage(record)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property.Name != "EqualityContract")];
    }

    /// <summary>The name in paths, and of the seed file without its extension: trade-figures.</summary>
    public string Name { get; }

    /// <summary>The type of its records.</summary>
    public Type Record { get; }

    internal Func<References, IValidator> Rules { get; }

    /// <summary>The ids by which a record refers to entries of this resource; null when records do not refer to them.</summary>
    internal Func<About, IReadOnlyList<string>>? ReferredToBy { get; init; }

    /// <summary>Whether its entries are relation records: facts with evidence.</summary>
    public bool HoldsRelations => Record.IsSubclassOf(typeof(RelationRecord));

    /// <summary>The name of the table.</summary>
    public string Table => Name.Replace('-', '_');

    /// <summary>The record's properties, those of its base types first.</summary>
    public IReadOnlyList<PropertyInfo> Properties { get; }

    /// <summary>The name of one of its entries: trade-figures/bilateral-trade-2022.</summary>
    public string PathOf(string id) => $"{Name}/{id}";

    /// <summary>Whether a property comes from the seed file; any other property is derived.</summary>
    public static bool IsSeedMember(PropertyInfo property) => property.IsDefined(typeof(RequiredMemberAttribute));

    private static IEnumerable<Type> Lineage(Type type) =>
        type.BaseType is { } parent && parent != typeof(object) ? Lineage(parent).Append(type) : [type];
}

/// <summary>Every resource of the dataset. To add one, add its line here.</summary>
public static class ResourceTypes
{
    /// <summary>All resources. Those to which records refer come first, because the records are checked against their ids.</summary>
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
        new("transfers", typeof(Transfer), references => new TransferRules(references)),
        new("contradictions", typeof(Contradiction), references => new ContradictionRules(references)),
        new("coverage", typeof(Coverage), references => new CoverageRules(references)) { ReferredToBy = about => about.Paragraphs },
    ];
}
