using Dataset;

namespace Migrations.Synthetic;

/// <summary>The values of synthetic records, the frequent ones first.</summary>
internal static class Vocabulary
{
    public static readonly Weighted<Country> Countries = Weighted.Zipf<Country>(
    [
        Make("CHN", "China"), Make("RUS", "Russia"), Make("USA", "United States"), Make("UKR", "Ukraine"),
        Make("EUU", "European Union", CountryKind.Bloc), Make("DEU", "Germany"), Make("FRA", "France"), Make("IND", "India"),
        Make("GBR", "United Kingdom"), Make("JPN", "Japan"), Make("TWN", "Taiwan", CountryKind.Territory), Make("IRN", "Iran"),
        Make("NTO", "NATO", CountryKind.Bloc), Make("KOR", "South Korea"), Make("PRK", "North Korea"), Make("TUR", "Turkey"),
        Make("SAU", "Saudi Arabia"), Make("KAZ", "Kazakhstan"), Make("BLR", "Belarus"), Make("POL", "Poland"), Make("ITA", "Italy"),
        Make("BRA", "Brazil"), Make("VNM", "Vietnam"), Make("PAK", "Pakistan"), Make("AUS", "Australia"), Make("MNG", "Mongolia"),
        Make("ZAF", "South Africa"), Make("EGY", "Egypt"), Make("ISR", "Israel"), Make("CAN", "Canada"), Make("IDN", "Indonesia"),
        Make("HUN", "Hungary"), Make("SRB", "Serbia"), Make("UZB", "Uzbekistan"), Make("KGZ", "Kyrgyzstan"), Make("TJK", "Tajikistan"),
        Make("SUN", "Soviet Union", CountryKind.FormerCountry), Make("ESP", "Spain"), Make("SWE", "Sweden"), Make("FIN", "Finland"),
        Make("NLD", "Netherlands"), Make("MEX", "Mexico"), Make("ARG", "Argentina"), Make("NGA", "Nigeria"), Make("ETH", "Ethiopia"),
        Make("HKG", "Hong Kong", CountryKind.Territory), Make("YUG", "Yugoslavia", CountryKind.FormerCountry),
    ]);

    public static readonly Weighted<Topic> Topics = Weighted.Zipf(Foremost.Concat(Enum.GetValues<Topic>().Except(Foremost)));

    public static readonly Weighted<string> Words = Weighted.Zipf((
        "trade talks energy border summit gas oil partnership grain pipeline railway investment currency minister exports imports fleet patrol "
        + "delegation treaty cooperation corridor statement mediation sanctions technology satellite university visit neighbour alliance forum "
        + "market bank tariff customs bridge port harbour timber steel copper coal fertiliser machinery vehicle aircraft engine semiconductor "
        + "battery reactor electricity dam river fishery forest climate harvest drought vaccine hospital language museum festival athlete "
        + "stadium tourist visa passport journalist newspaper broadcast opinion survey parliament election constitution court tribunal police "
        + "army navy brigade missile radar drone exercise manoeuvre observer ceasefire armistice prisoner refugee relief convoy warehouse "
        + "container shipping insurance pension wage credit loan bond reserve gold diamond uranium lithium nickel cotton wheat maize soybean "
        + "poultry beef wine tea coffee sugar textile garment furniture toy software platform cable antenna laboratory telescope orbit").Split(' '));

    public static readonly Weighted<string?> Commodities =
        Weighted.Zipf<string?>([null, "oil", "natural gas", "coal", "machinery", "timber", "grain"]);

    public static readonly Weighted<string> Roles =
        Weighted.Zipf(["president", "foreign minister", "prime minister", "ambassador", "trade minister", "spokesperson"]);

    public static readonly Weighted<string> Bodies = Weighted.Zipf(Enumerable.Range(1, 40).Select(i => $"Synthetic Institute {i}"));

    public static readonly Weighted<string> Publications = Weighted.Zipf(Enumerable.Range(1, 20).Select(i => $"Synthetic Herald {i}"));

    public static readonly Weighted<string> Cities = Weighted.Zipf(Enumerable.Range(1, 60).Select(i => $"Synthetic City {i}"));

    private static IEnumerable<Topic> Foremost =>
        [Topic.Diplomacy, Topic.Geopolitics, Topic.Trade, Topic.Security, Topic.Sanctions, Topic.Military, Topic.WarInUkraine];

    private static Country Make(string code, string name, CountryKind kind = CountryKind.Country) =>
        new()
        {
            Id = code,
            Code = code,
            CodeSource = kind != CountryKind.Bloc ? CodeSource.Iso : code == "EUU" ? CodeSource.WorldBank : CodeSource.Dataset,
            Name = name,
            NativeNames = [],
            Kind = kind,
            Alpha2 = null,
            Numeric = null,
            StateCodes = [],
            Memberships = code is "FRA" or "DEU" or "POL" or "ITA" ? [new Membership { Bloc = "EUU", Since = 1993, Until = null }] : [],
            Note = null,
        };
}
