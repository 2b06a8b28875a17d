namespace Dataset;

/// <summary>A visit, meeting, call, summit or invitation.</summary>
public sealed record Visit : RelationRecord
{
    /// <summary>Kind of contact, from the code list visit_kind.</summary>
    public required VisitKind Kind { get; init; }

    /// <summary>Those who came, called or were invited; all sides where nobody receives anybody.</summary>
    public required IReadOnlyList<Attendee> Visitors { get; init; }

    /// <summary>Those who, as the text says, received the visitors, were called, or issued the invitation.</summary>
    public required IReadOnlyList<Attendee> Hosts { get; init; }

    /// <summary>Code of the country from which the visitors came; null where there is not exactly one.</summary>
    public required string? FromCountry { get; init; }

    /// <summary>
    /// Code of the country that received the visitors, or to which the invitation was; null when unknown, on third ground, and for a call.
    /// </summary>
    public required string? ToCountry { get; init; }

    /// <summary>Cities and other places, in the order of the text.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    /// <summary>Number of visits that this record represents, as a text may report two at once; null for several without a number.</summary>
    public required int? Occurrences { get; init; }

    /// <summary>Whether it took place, from the code list visit_status.</summary>
    public required VisitStatus Status { get; init; }

    internal override IEnumerable<string> PeopleNamed => Visitors.Concat(Hosts).Select(a => a.PersonId).OfType<string>();

    internal override IEnumerable<string?> CountriesNamed => Visitors.Concat(Hosts).Select(a => a.Country).Append(FromCountry).Append(ToCountry);
}

/// <summary>A person or an unnamed group at a visit.</summary>
public sealed record Attendee
{
    /// <summary>Id of the person; null when the text names only an office or a group.</summary>
    public required string? PersonId { get; init; }

    /// <summary>Office or profession at the time, in the plural for an unnamed group; null when the text does not say.</summary>
    public required string? Role { get; init; }

    /// <summary>Code of the represented country or bloc; null when the text does not say.</summary>
    public required string? Country { get; init; }
}
