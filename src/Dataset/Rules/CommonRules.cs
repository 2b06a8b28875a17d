using FluentValidation;

namespace Dataset;

/// <summary>Rules that the fields of several records share. Null means unknown and is valid; an empty text is not.</summary>
internal static class CommonRules
{
    // A sorted text must fit into an index, even when every letter takes four bytes.
    private const int LongestName = 600;

    // Counts of a period are sums of them, and each is a whole number of 32 bits.
    private const int MostOccurrences = 1_000_000;

    // Words with which a description of somebody begins, and no office or profession.
    private static readonly HashSet<string> NoRoles = new(["a", "all", "an", "both", "some", "several", "the"], StringComparer.OrdinalIgnoreCase);

    // Words that address something other than a record.
    internal static readonly HashSet<string> ReservedIds = ["facets", "series", "chart", "citation"];

    public static IRuleBuilderOptions<T, string?> IsText<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || (text.Length > 0 && text.Trim() == text))
        .WithMessage("must not be empty, and must not begin or end with white space; write null for unknown");

    public static IRuleBuilderOptions<T, string?> IsShort<T>(this IRuleBuilder<T, string?> rule) => rule
        .IsText().Must(text => text is null || text.Length <= LongestName)
        .WithMessage((_, text) => $"must have at most {LongestName} characters, not {text!.Length}");

    public static IRuleBuilderOptions<T, string?> IsLine<T>(this IRuleBuilder<T, string?> rule) => rule
        .IsShort().Must(text => text is null || !text.Contains('\n')).WithMessage("must be one line");

    public static IRuleBuilderOptions<T, string?> IsRole<T>(this IRuleBuilder<T, string?> rule) => rule
        .IsShort().Must(role => role is null || !NoRoles.Contains(role.Split(' ')[0]))
        .WithMessage("'{PropertyValue}' is not an office or profession; give it without an article, and a country or group in its own field");

    public static IRuleBuilderOptions<T, string?> IsSlug<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(id => id is null || (Slug.Is(id) && !ReservedIds.Contains(id)))
        .WithMessage("'{PropertyValue}' is not a valid id; give lower-case letters, digits and single hyphens, "
            + $"at most {Slug.Longest} characters, and none of: {string.Join(", ", ReservedIds)}");

    public static IRuleBuilderOptions<T, string?> IsLanguage<T>(this IRuleBuilder<T, string?> rule) => rule
        .Matches(@"^[a-z]{2}\z").WithMessage("'{PropertyValue}' is not an ISO 639-1 code; give two lower-case letters, such as en");

    public static IRuleBuilderOptions<T, string?> IsCountryOf<T>(this IRuleBuilder<T, string?> rule, References references) =>
        rule.RefersTo(references, references.Countries, "countries");

    // A slug is the id of a person and must resolve; any other text is the name of a body.
    public static IRuleBuilderOptions<T, string?> IsPersonOrBodyOf<T>(this IRuleBuilder<T, string?> rule, References references) =>
        rule.IsShort().Must(value => value is null || !Slug.Is(value) || references.People.Contains(value))
            .WithMessage((_, value) =>
                $"'{value}' is not among people{references.Suggest(value, references.People, references.People.Count)}; give a body by its name");

    public static IRuleBuilderOptions<T, string?> IsPersonOf<T>(this IRuleBuilder<T, string?> rule, References references) =>
        rule.RefersTo(references, references.People, "people");

    public static IRuleBuilderOptions<T, string?> IsSourceOf<T>(this IRuleBuilder<T, string?> rule, References references) =>
        rule.Must(id => id is null || references.Paragraphs.ContainsKey(id))
            .WithMessage((_, id) =>
                $"'{id}' is not among sources{references.Suggest(id, references.Paragraphs.Keys, references.Paragraphs.Count)}");

    public static IRuleBuilderOptions<T, int> IsParagraphOf<T>(this IRuleBuilder<T, int> rule, References references, Func<T, string> sourceOf) =>
        rule.Must((entry, paragraph) => paragraph >= 1
                && (!references.Paragraphs.TryGetValue(sourceOf(entry), out var count) || paragraph <= count))
            .WithMessage((entry, paragraph) =>
                $"must be from 1 to {references.Paragraphs.GetValueOrDefault(sourceOf(entry))}, the document's last paragraph, not {paragraph}");

    public static IRuleBuilderOptions<T, string?> IsDyadOf<T>(this IRuleBuilder<T, string?> rule, References references) =>
        rule.Must(dyad => dyad is null
                || (dyad.Split('-') is [var one, var other] && Dyad.Of(one, other) == dyad && one != other
                    && references.Countries.Contains(one) && references.Countries.Contains(other)))
            .WithMessage("'{PropertyValue}' is not two country codes in alphabetical order, joined by a hyphen");

    public static IRuleBuilderOptions<T, string?> IsWebAddress<T>(this IRuleBuilder<T, string?> rule) =>
        rule.IsShort().Must(text => text is null || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            .WithMessage("'{PropertyValue}' is not an address that begins with https:// or http://");

    public static IRuleBuilderOptions<T, string?> IsRecordOf<T>(this IRuleBuilder<T, string?> rule, References references) =>
        rule.Must(path => path is null || references.Records.Contains(path))
            .WithMessage((_, path) =>
                $"'{path}' is not among records{references.Suggest(path, references.Records.All, references.Records.Count)}");

    // A list that is served in one CSV cell joins its items by ';'. The index of the list has room for a name's length.
    public static IRuleBuilderOptions<T, string?> IsListItem<T>(this IRuleBuilder<T, string?> rule) =>
        rule.IsShort().Must(item => item is null || !item.Contains(';'))
            .WithMessage("must not contain ';', which separates items in CSV");

    // A list counts once under each of its items.
    public static IRuleBuilderOptions<T, IReadOnlyList<string>> IsSet<T>(this IRuleBuilder<T, IReadOnlyList<string>> rule, string item) =>
        rule.Must(items => items.Distinct().Count() == items.Count).WithMessage($"names the same {item} twice");

    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> IsSortedSet<T, TItem>(
        this IRuleBuilder<T, IReadOnlyList<TItem>> rule, Func<TItem, string> name) => rule
        .Must(items => items.Zip(items.Skip(1)).All(pair => string.CompareOrdinal(name(pair.First), name(pair.Second)) < 0))
        .WithMessage("must be in alphabetical order without repetition");

    public static void IsSetOfCountries<T>(this IRuleBuilder<T, IReadOnlyList<string>> rule, References references) => rule
        .IsSortedSet(code => code)
        .Must(codes => !codes.Contains(Country.World)).WithMessage("must not name WLD, the whole world, which is only a partner in trade")
        .ForEach(code => code.IsCountryOf(references));

    public static IRuleBuilderOptions<T, decimal> IsShare<T>(this IRuleBuilder<T, decimal> rule) =>
        rule.InclusiveBetween(0, 100).WithMessage("must be from 0 to 100, because it is a share, but is {PropertyValue}");

    public static IRuleBuilderOptions<T, decimal> IsRank<T>(this IRuleBuilder<T, decimal> rule) =>
        rule.Must(value => value >= 1 && value == decimal.Truncate(value))
            .WithMessage("must be a whole number from 1, because it is a rank, but is {PropertyValue}");

    public static IRuleBuilderOptions<T, int?> IsNumberOfOccurrences<T>(this IRuleBuilder<T, int?> rule) =>
        rule.InclusiveBetween(1, MostOccurrences)
            .WithMessage($"must be from 1 to {MostOccurrences}, not {{PropertyValue}}; write null for several without a number");

    public static IRuleBuilderOptions<T, TCode> IsOneOf<T, TCode>(this IRuleBuilder<T, TCode> rule, Func<T, TCode[]> allowed)
        where TCode : struct, Enum
    {
        var codes = CodeLists.Of(typeof(TCode));
        return rule.Must((record, code) => allowed(record).Contains(code)).WithMessage((record, code) =>
            $"must be {string.Join(" or ", allowed(record).Select(one => codes.NameOf(one)))} for this indicator, not {codes.NameOf(code)}");
    }

    public static void AreDateRules<T>(
        this AbstractValidator<T> rules, Func<T, FuzzyDate?> date, System.Linq.Expressions.Expression<Func<T, DateBasis?>> basis,
        System.Linq.Expressions.Expression<Func<T, string?>> note)
    {
        var basisOf = basis.Compile();
        rules.RuleFor(basis).Must((entry, value) => value is null == date(entry) is null)
            .WithMessage("must be null exactly when the date is null");
        rules.RuleFor(note).IsText();
        rules.RuleFor(note).NotNull()
            .When(entry => basisOf(entry) is DateBasis.Inferred or DateBasis.External)
            .WithMessage("must say how the date is inferred, or how it is known from outside the text");
    }

    private static IRuleBuilderOptions<T, string?> RefersTo<T>(
        this IRuleBuilder<T, string?> rule, References references, IReadOnlySet<string> ids, string resource) => rule
        .Must(id => id is null || ids.Contains(id))
        .WithMessage((_, id) => $"'{id}' is not among {resource}{references.Suggest(id, ids, ids.Count)}");
}
