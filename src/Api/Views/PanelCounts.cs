namespace Api.Views;

/// <summary>A count of the panel.</summary>
/// <param name="Name">Its column.</param>
/// <param name="Applies">The SQL of whether a record r of the resource counts.</param>
/// <param name="Weight">The SQL of how many it counts for: 1, or its number of occurrences.</param>
/// <param name="IsMain">
/// Whether it is counted twice, also with what may be in the period, and drawn in the chart. The others have one column: what is or may be in
/// the period.
/// </param>
/// <param name="IsKept">Whether a part counts beside its whole: an invitation during a call does, a meeting during a visit does not.</param>
internal sealed record PanelCount(string Name, string Applies, string Weight = "1", bool IsMain = false, bool IsKept = false)
{
    /// <summary>Whether it sums up a number of occurrences, of which a part may give some.</summary>
    public bool IsSummed => Weight != "1";

    public string Possible => $"{Name}_possible";

    public IEnumerable<string> Columns => IsMain ? [Name, Possible] : [Name];
}

/// <summary>The counts of the panel, by the resource from which they are counted. A count says what it counts by its name.</summary>
internal static class PanelCounts
{
    public const string IsJourney = "kind in ('state_visit', 'visit')";

    public const string IsHeld = "status in ('occurred', 'ongoing')";

    public const string IsSupplied = "status in ('delivered', 'ongoing')";

    /// <summary>What the parties agreed with one another, in the stages of agreement_status that come to something.</summary>
    public const string IsAgreed = "mutual and status in ('in_force', 'agreed', 'issued', 'signed', 'ratified', 'under_construction', 'founded', "
        + "'expanded', 'completed', 'de_facto', 'ended')";

    /// <summary>A journey to the territory of the other: with @directed from the source to the target, otherwise either way.</summary>
    private const string Journey = $"{IsJourney} and (from_country, to_country) in ((first, second), (second, first)) "
        + "and (not is_directed or from_country = first)";

    private const string Meeting = "kind in ('meeting', 'talks', 'virtual_meeting', 'phone_call', 'summit')";

    private const string Occurred = "status = 'occurred' and occurrences is not null";

    private const string AtLeastOne = "coalesce(occurrences, 1)";

    public static IReadOnlyDictionary<string, IReadOnlyList<PanelCount>> ByResource { get; } = new Dictionary<string, IReadOnlyList<PanelCount>>
    {
        ["visits"] =
        [
            new("journeys", $"{Journey} and {Occurred}", "occurrences", IsMain: true),
            new("journeys_first_to_second", $"{Journey} and from_country = first and {Occurred}", "occurrences", IsMain: true),
            new("journeys_second_to_first", $"{Journey} and from_country = second and {Occurred}", "occurrences", IsMain: true),
            new("journeys_unnumbered", $"{Journey} and status = 'occurred' and occurrences is null"),
            new("journeys_planned", $"{Journey} and status = 'planned'", AtLeastOne),
            new("journeys_unconfirmed", $"{Journey} and status = 'unconfirmed'", AtLeastOne),
            new("invitations", "kind = 'invitation' and status = 'occurred'", AtLeastOne, IsKept: true),
            new("meetings", $"{Meeting} and {Occurred}", "occurrences", IsMain: true),
            new("meetings_unnumbered", $"{Meeting} and status = 'occurred' and occurrences is null"),
            new("meetings_planned", $"{Meeting} and status = 'planned'", AtLeastOne),
            new("meetings_unconfirmed", $"{Meeting} and status = 'unconfirmed'", AtLeastOne),
            new("contacts_declined", "status = 'declined'", AtLeastOne),
        ],
        ["exercises"] =
        [
            new("exercises", $"{IsHeld} and occurrences is not null", "occurrences", IsMain: true),
            new("exercises_unnumbered", $"{IsHeld} and occurrences is null"),
            new("exercises_planned", "status = 'planned'", AtLeastOne),
            new("exercises_unconfirmed", "status = 'unconfirmed'", AtLeastOne),
        ],
        ["statements"] = [new("statements", "true", IsMain: true)],
        ["agreements"] =
        [
            new("agreements", IsAgreed, IsMain: true),
            new("agreements_proposed", "mutual and status in ('announced', 'proposed', 'considered', 'planned')"),
            new("agreements_not_reached", "mutual and status in ('not_signed', 'refused')"),
            new("unilateral_acts", "not mutual", IsMain: true),
        ],
        ["transfers"] =
        [
            new("transfers", IsSupplied, IsMain: true),
            new("transfers_prospective", "status in ('planned', 'sought', 'considered')"),
            new("transfers_withheld", "status = 'withheld'"),
        ],
    };

    public static IReadOnlyList<PanelCount> All { get; } = [.. ByResource.Values.SelectMany(counts => counts)];

    /// <summary>The place of a count among all, from 1.</summary>
    public static int PlaceOf(PanelCount count) => Places[count];

    public static IReadOnlyList<PanelCount> Main { get; } = [.. All.Where(count => count.IsMain)];

    private static readonly Dictionary<PanelCount, int> Places = All.Select((count, index) => (count, index + 1)).ToDictionary();
}
