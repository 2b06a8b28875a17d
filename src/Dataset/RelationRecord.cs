namespace Dataset;

/// <summary>A fact about relations between countries: the members that all relation records share.</summary>
public abstract record RelationRecord : Entry
{
    /// <summary>The fact, in one line, in our own words.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// Date in EDTF (ISO 8601-2), with the precision that is known: 2022-02-04, 2022-09, 2023, 2022-02-24/2024-04-11 (lasts from, to),
    /// [2023-05-22..2023-05-26] (one moment within), [..2014] (at some moment up to), ../2014 (lasts until). Null when unknown.
    /// </summary>
    public required FuzzyDate? Date { get; init; }

    /// <summary>Source of the date: stated in the text, inferred from the texts, or external to them; null when the date is unknown.</summary>
    public required DateBasis? DateBasis { get; init; }

    /// <summary>Explanation of an inferred or external date; null for a stated date that needs no remark.</summary>
    public required string? DateNote { get; init; }

    /// <summary>First possible day of the date; null when it is unknown or open at its start.</summary>
    public DateOnly? DateStart => Date?.Start;

    /// <summary>Last possible day of the date; null when it is unknown or open at its end.</summary>
    public DateOnly? DateEnd => Date?.End;

    /// <summary>
    /// Codes of the countries and blocs that act, in alphabetical order: the parties of a mutual act, the sender of a one-sided one, the
    /// countries of visitors and hosts, the country that a speaker officially speaks for, reporter and partner.
    /// </summary>
    public required IReadOnlyList<string> Actors { get; init; }

    /// <summary>
    /// Codes of those at whom the act is directed, in alphabetical order: of sanctions, controls, pledges, demands, support, deliveries; of
    /// an official statement, those whom it addresses or, if it addresses nobody, praises, blames, warns or promises something.
    /// </summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>
    /// Whether the actors act together and towards one another: true of a treaty, joint statement, exercise, visit or trade; false where each
    /// acts one-sidedly, as several senders of sanctions do.
    /// </summary>
    public required bool Mutual { get; init; }

    /// <summary>Codes of the countries that the record is also about, and that neither act nor are acted upon, in alphabetical order.</summary>
    public required IReadOnlyList<string> Mentions { get; init; }

    /// <summary>All countries and blocs that it concerns or that one of its fields names, as codes in alphabetical order.</summary>
    public IReadOnlyList<string> Countries =>
        [.. Actors.Concat(Targets).Concat(Mentions).Concat(CountriesNamed.OfType<string>()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The pairs between which it happens, each as two codes in alphabetical order: CHN-RUS. Of a mutual act every pair of actors, of an act
    /// with targets every actor with every target; never a bloc with its own member.
    /// </summary>
    public IReadOnlyList<string> Dyads { get; init; } = [];

    /// <summary>
    /// The same pairs with their direction, from source to target: USA&gt;CHN. A mutual act has both directions, but an export, import or transfer
    /// only the one from giver to receiver.
    /// </summary>
    public IReadOnlyList<string> DirectedDyads { get; init; } = [];

    /// <summary>Ids of the people whom a field, the title or a quotation of it names, in alphabetical order.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Subjects of the record, from the code list topic, in alphabetical order.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Evidence in the documents: one entry per passage, each with the shortest phrase that carries the fact, its date or an identity.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>Ids of the source documents that report it, in alphabetical order.</summary>
    public IReadOnlyList<string> SourceIds => [.. Evidence.Select(e => e.SourceId).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Number of source documents that report it.</summary>
    public int SourceCount => SourceIds.Count;

    /// <summary>Links to other records, in both directions, in the order of their names.</summary>
    public IReadOnlyList<RelatedRecord> Related { get; init; } = [];

    /// <summary>Records that it contradicts: the others of each contradiction that names it, as resource and id, in alphabetical order.</summary>
    public IReadOnlyList<string> Contradicts { get; init; } = [];

    /// <summary>Giver and receiver of what moves in one direction only; null where nothing does.</summary>
    internal virtual (string Giver, string Receiver)? Flows => null;

    /// <summary>Values of fields for a person or a body.</summary>
    internal virtual IEnumerable<string?> Credited => [];

    internal virtual IEnumerable<string> PeopleNamed => Slug.PeopleAmong([.. Credited]);

    /// <summary>Texts besides the title in which people may be named.</summary>
    internal virtual IEnumerable<string> Quoted => [];

    /// <summary>Codes in its own fields.</summary>
    internal virtual IEnumerable<string?> CountriesNamed => [];
}
