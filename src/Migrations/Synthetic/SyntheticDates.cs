using Dataset;

namespace Migrations.Synthetic;

/// <summary>Draws dates from 1990 to 2025, the later years more often, in every form of EDTF that the dataset allows.</summary>
internal static class SyntheticDates
{
    private const int FirstYear = 1990;
    private const int LastYear = 2025;

    /// <summary>The forms, with weights like those of the project's own seeds; what these do not have is rare.</summary>
    private static readonly Weighted<Func<Dice, string?>> Forms = Weighted.Of<Func<Dice, string?>>(
    [
        (_ => null, 2),
        (Day, 24), (Month, 12), (Year, 15),
        (dice => $"{Year(dice)}~", 15), (dice => $"{Month(dice)}~", 7), (dice => $"{Day(dice)}~", 1),
        (dice => $"{Year(dice)}?", 1), (dice => $"{Month(dice)}?", 1), (dice => $"{Day(dice)}?", 0.5),
        (dice => $"{Year(dice)}%", 0.5), (dice => $"{Month(dice)}%", 0.5),
        (dice => Between(dice, Month(dice), 28), 8), (dice => Between(dice, Year(dice), 12), 4), (Years, 4),
        (dice => $"../{Day(dice)}", 3), (dice => $"../{Month(dice)}", 1), (dice => $"../{Year(dice)}", 1),
        (dice => $"{Day(dice)}/..", 1), (dice => $"{Year(dice)}/..", 0.5), (dice => $"{Month(dice)}/", 0.5), (dice => $"/{Year(dice)}", 0.5),
        (dice => $"{Math.Min(int.Parse(Year(dice)), LastYear - 1)}-{dice.Between(21, 24)}", 1.5), // A winter ends in the next year.
        (dice => $"{Year(dice)[..3]}X", 1), (dice => $"{Year(dice)}-XX", 0.5), (dice => $"{Month(dice)}-XX", 0.5), (dice => $"{Year(dice)}-XX-XX", 0.5),
    ]);

    private static readonly Weighted<DateBasis> Bases = Weighted.Of([(DateBasis.Stated, 50.0), (DateBasis.Inferred, 35), (DateBasis.External, 15)]);

    /// <summary>A date with its basis and the note that goes with that.</summary>
    public static (FuzzyDate? Date, DateBasis? Basis, string? Note) Draw(Dice dice)
    {
        if (dice.One(Forms)(dice) is not { } text)
            return (null, null, null);
        var basis = dice.One(Bases);
        return (FuzzyDate.Parse(text), basis, basis == DateBasis.Stated ? null : "Synthetic: drawn at random.");
    }

    private static string Year(Dice dice) => $"{LastYear - dice.Low(LastYear - FirstYear + 1)}";

    private static string Month(Dice dice) => $"{Year(dice)}-{dice.Between(1, 12):00}";

    private static string Day(Dice dice) => $"{Month(dice)}-{dice.Between(1, 28):00}";

    /// <summary>An interval between two days of a month, or between two months of a year.</summary>
    private static string Between(Dice dice, string within, int last)
    {
        var first = dice.Between(1, last - 1);
        return $"{within}-{first:00}/{within}-{dice.Between(first + 1, last):00}";
    }

    private static string Years(Dice dice)
    {
        var first = LastYear - 1 - dice.Low(LastYear - FirstYear);
        return $"{first}/{Math.Min(first + dice.Between(1, 4), LastYear)}";
    }
}
