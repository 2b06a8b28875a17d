using Dataset;

namespace Api.Views;

/// <summary>
/// A period of a dyad: its trade, and counts of what happened between the two. A count is a number of what its name says, not of records.
/// What is part of another counted record is not counted again. Null means that none is recorded; 0 appears only where a source claims
/// that there was none (see coverage). A pair has a row for every period from its first to its last, without gaps of more than 1,200
/// periods. A record that may be in more periods than that adds none, unless the pair has no other.
/// </summary>
internal sealed record PanelRow
{
    /// <summary>The two countries, codes in alphabetical order joined by a hyphen.</summary>
    public required string Dyad { get; init; }

    /// <summary>both, or with directed=true the source and the target: CHN&gt;RUS.</summary>
    public required string Direction { get; init; }

    /// <summary>Code of the first country: the source with directed=true, otherwise the first of the two in the alphabet.</summary>
    public required string Country1 { get; init; }

    /// <summary>Code of the second country: the target with directed=true.</summary>
    public required string Country2 { get; init; }

    /// <summary>Number of the first country in the state list of the Correlates of War project; null where the list does not have it.</summary>
    public required int? Ccode1 { get; init; }

    /// <summary>Number of the second country in the same list.</summary>
    public required int? Ccode2 { get; init; }

    /// <summary>The period: 2022, 2022-Q1 or 2022-03.</summary>
    public required string Period { get; init; }

    /// <summary>Length of the period: year, quarter or month.</summary>
    public required string Frequency { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly DateStart { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly DateEnd { get; init; }

    /// <summary>
    /// All trade between the two countries in exactly this period, in US dollars: the preferred value of the series, if it is reported or
    /// estimated; null when not recorded. Expectations, targets and running totals are only in the series.
    /// </summary>
    public required decimal? TradeTotal { get; init; }

    /// <summary>Whether the value of trade is reported or estimated; null when not recorded.</summary>
    public required FigureStatus? TradeTotalStatus { get; init; }

    /// <summary>Id of the trade figure, in /v1/trade-figures; null when not recorded.</summary>
    public required string? TradeFigureId { get; init; }

    /// <summary>All goods that the first country sold to the second in this period, in US dollars; null when not recorded.</summary>
    public required decimal? ExportsFirstToSecond { get; init; }

    /// <summary>All goods that the second country sold to the first in this period, in US dollars; null when not recorded.</summary>
    public required decimal? ExportsSecondToFirst { get; init; }

    /// <summary>
    /// Journeys of representatives of one of the two to the territory of the other that took place: visits and state visits, several at once with
    /// their number. Those whose whole date is in the period; null when none is recorded.
    /// </summary>
    public required int? Journeys { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? JourneysPossible { get; init; }

    /// <summary>Those of them from the first country to the second. Those whose whole date is in the period; null when none is recorded.</summary>
    public required int? JourneysFirstToSecond { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? JourneysFirstToSecondPossible { get; init; }

    /// <summary>Those of them from the second country to the first. Those whose whole date is in the period; null when none is recorded.</summary>
    public required int? JourneysSecondToFirst { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? JourneysSecondToFirstPossible { get; init; }

    /// <summary>Reports of several journeys without a number. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? JourneysUnnumbered { get; init; }

    /// <summary>
    /// Journeys that were planned or announced; one that took place is counted among journeys too. Those whose date is or may be in the period;
    /// null when none is recorded.
    /// </summary>
    public required int? JourneysPlanned { get; init; }

    /// <summary>
    /// Journeys that were reported without confirmation. Those whose date is or may be in the period; null when none is recorded.
    /// </summary>
    public required int? JourneysUnconfirmed { get; init; }

    /// <summary>Invitations that were issued. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? Invitations { get; init; }

    /// <summary>
    /// Meetings, talks, calls and summits that took place and were not part of a journey. Those whose whole date is in the period; null when none
    /// is recorded.
    /// </summary>
    public required int? Meetings { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? MeetingsPossible { get; init; }

    /// <summary>Reports of several meetings without a number. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? MeetingsUnnumbered { get; init; }

    /// <summary>Meetings that were planned or announced. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? MeetingsPlanned { get; init; }

    /// <summary>
    /// Meetings that were reported without confirmation. Those whose date is or may be in the period; null when none is recorded.
    /// </summary>
    public required int? MeetingsUnconfirmed { get; init; }

    /// <summary>
    /// Visits, meetings and invitations that were refused, cancelled or withheld. Those whose date is or may be in the period; null when none is
    /// recorded.
    /// </summary>
    public required int? ContactsDeclined { get; init; }

    /// <summary>
    /// Joint exercises, drills and patrols that took place or were under way, several at once with their number. Those whose whole date is in the
    /// period; null when none is recorded.
    /// </summary>
    public required int? Exercises { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? ExercisesPossible { get; init; }

    /// <summary>Reports of several exercises without a number. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? ExercisesUnnumbered { get; init; }

    /// <summary>Exercises that were planned. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? ExercisesPlanned { get; init; }

    /// <summary>
    /// Exercises that were reported without confirmation. Those whose date is or may be in the period; null when none is recorded.
    /// </summary>
    public required int? ExercisesUnconfirmed { get; init; }

    /// <summary>
    /// Official statements of one of the two that address the other or are about it, and joint statements of both; a variant wording is not
    /// counted again. Those whose whole date is in the period; null when none is recorded.
    /// </summary>
    public required int? Statements { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? StatementsPossible { get; init; }

    /// <summary>
    /// Agreements and other mutual acts of the two that were reached, issued, founded or are in force. Those whose whole date is in the period;
    /// null when none is recorded.
    /// </summary>
    public required int? Agreements { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? AgreementsPossible { get; init; }

    /// <summary>
    /// Mutual acts that were announced, proposed, considered or planned. Those whose date is or may be in the period; null when none is recorded.
    /// </summary>
    public required int? AgreementsProposed { get; init; }

    /// <summary>
    /// Mutual acts that were ruled out, left unsigned or refused. Those whose date is or may be in the period; null when none is recorded.
    /// </summary>
    public required int? AgreementsNotReached { get; init; }

    /// <summary>
    /// Policies, pledges, proposals, sanctions and claims of one of the two towards the other, whatever their stage. Those whose whole date is in
    /// the period; null when none is recorded.
    /// </summary>
    public required int? UnilateralActs { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? UnilateralActsPossible { get; init; }

    /// <summary>
    /// Arms, technology and material that one supplied or was supplying to the other. Those whose whole date is in the period; null when none is
    /// recorded.
    /// </summary>
    public required int? Transfers { get; init; }

    /// <summary>The same, also with those whose date may be in the period.</summary>
    public required int? TransfersPossible { get; init; }

    /// <summary>
    /// Transfers that were planned, sought or considered. Those whose date is or may be in the period; null when none is recorded.
    /// </summary>
    public required int? TransfersProspective { get; init; }

    /// <summary>Transfers that the supplier withheld. Those whose date is or may be in the period; null when none is recorded.</summary>
    public required int? TransfersWithheld { get; init; }

    /// <summary>The two countries.</summary>
    public required IReadOnlyList<string> Countries { get; init; }
}
