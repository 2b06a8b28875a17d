using Dataset;

namespace Migrations.Synthetic;

/// <summary>Draws dates from 1990 to 2025, later years more often, in every form of EDTF that the dataset allows.</summary>
internal static class SyntheticDates
{
    private const int FirstYear = 1990;
    private const int LastYear = 2025;

    /// <summary>The forms, with weights like those of the project's seeds. A form that these lack is rare.</summary>
    private static readonly Weighted<Func<Sampler, string?>> Forms = Weighted.Of<Func<Sampler, string?>>(
    [
        (_ => null, 2),
        (Day, 24), (Month, 12), (Year, 15),
        (sampler => $"{Year(sampler)}~", 15), (sampler => $"{Month(sampler)}~", 7), (sampler => $"{Day(sampler)}~", 1),
        (sampler => $"{Year(sampler)}?", 1), (sampler => $"{Month(sampler)}?", 1), (sampler => $"{Day(sampler)}?", 0.5),
        (sampler => $"{Year(sampler)}%", 0.5), (sampler => $"{Month(sampler)}%", 0.5),
        (sampler => Between(sampler, Month(sampler), 28), 8), (sampler => Between(sampler, Year(sampler), 12), 4), (Years, 4),
        (sampler => $"../{Day(sampler)}", 3), (sampler => $"../{Month(sampler)}", 1), (sampler => $"../{Year(sampler)}", 1),
        (sampler => $"{Day(sampler)}/..", 1), (sampler => $"{Year(sampler)}/..", 0.5),
        (sampler => $"{Month(sampler)}/", 0.5), (sampler => $"/{Year(sampler)}", 0.5),
        (sampler => $"{Math.Min(int.Parse(Year(sampler)), LastYear - 1)}-{sampler.Between(21, 24)}", 1.5), // A winter ends in the next year.
        (sampler => $"{Year(sampler)[..3]}X", 1), (sampler => $"{Year(sampler)}-XX", 0.5),
        (sampler => $"{Month(sampler)}-XX", 0.5), (sampler => $"{Year(sampler)}-XX-XX", 0.5),
    ]);

    private static readonly Weighted<DateBasis> Bases = Weighted.Of([(DateBasis.Stated, 50.0), (DateBasis.Inferred, 35), (DateBasis.External, 15)]);

    public static (FuzzyDate? Date, DateBasis? Basis, string? Note) Draw(Sampler sampler)
    {
        if (sampler.One(Forms)(sampler) is not { } text)
            return (null, null, null);
        var basis = sampler.One(Bases);
        return (FuzzyDate.Parse(text), basis, basis == DateBasis.Stated ? null : "Synthetic: drawn at random.");
    }

    private static string Year(Sampler sampler) => $"{LastYear - sampler.Low(LastYear - FirstYear + 1)}";

    private static string Month(Sampler sampler) => $"{Year(sampler)}-{sampler.Between(1, 12):00}";

    private static string Day(Sampler sampler) => $"{Month(sampler)}-{sampler.Between(1, 28):00}";

    private static string Between(Sampler sampler, string within, int last)
    {
        var first = sampler.Between(1, last - 1);
        return $"{within}-{first:00}/{within}-{sampler.Between(first + 1, last):00}";
    }

    private static string Years(Sampler sampler)
    {
        var first = LastYear - 1 - sampler.Low(LastYear - FirstYear);
        return $"{first}/{Math.Min(first + sampler.Between(1, 4), LastYear)}";
    }
}
