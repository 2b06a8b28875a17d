namespace Dataset;

/// <summary>A visit, meeting, call, summit or invitation.</summary>
public sealed record Visit : RelationRecord
{
    /// <summary>Sort of contact, from the code list visit_kind.</summary>
    public required VisitKind Kind { get; init; }

    /// <summary>Who came, called or was invited.</summary>
    public required IReadOnlyList<Attendee> Visitors { get; init; }

    /// <summary>Who received, was called or invited.</summary>
    public required IReadOnlyList<Attendee> Hosts { get; init; }

    /// <summary>Code of the country the visitors came from; null where there is no one such country.</summary>
    public required string? FromCountry { get; init; }

    /// <summary>Code of the country it took place in or was an invitation to; null when unknown, or for a call.</summary>
    public required string? ToCountry { get; init; }

    /// <summary>Cities and other places, in the order the text tells of them.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    /// <summary>How many visits this record stands for: a text may tell of two at once; null when the text tells of several without a number.</summary>
    public required int? Occurrences { get; init; }

    /// <summary>Whether it took place, from the code list visit_status.</summary>
    public required VisitStatus Status { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<string> PeopleNamed => Visitors.Concat(Hosts).Select(a => a.PersonId).OfType<string>();
}

/// <summary>A person, or a group the text does not name, at a visit.</summary>
public sealed record Attendee
{
    /// <summary>Id of the person; null when the text names only an office or a group.</summary>
    public required string? PersonId { get; init; }

    /// <summary>Office held then, or what the group is; null when the text does not say.</summary>
    public required string? Role { get; init; }

    /// <summary>Code of the country or bloc represented; null when the text does not say.</summary>
    public required string? Country { get; init; }
}
