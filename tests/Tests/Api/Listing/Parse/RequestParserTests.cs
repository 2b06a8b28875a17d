using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Dataset;
using Xunit;
using static Tests.Support.Parsing;

namespace Tests.Api.Listing.Parse;

/// <summary>Tables of addresses and the requests parsed from them, or the errors.</summary>
public sealed class RequestParserTests
{
    [Fact]
    public void Plain_request_is_parsed_once()
    {
        static ListQuery Parsed(ReferenceIds ids, InstallationKey key) =>
            RequestParser.Parse(default, View("visits"), RequestKind.Record, "a format of its own", ids, key); // Other tests parse at the same time.
        var others = Known with { Version = new DatasetVersion(4, "", default) };
        var otherKey = new InstallationKey(new byte[] { 4 });
        Assert.Same(Parsed(Known, Key), Parsed(Known, Key));
        Assert.Same(otherKey, Parsed(others, otherKey).CursorKey);
        Assert.Same(Key, Parsed(Known, Key).CursorKey);
        Assert.Equal("q:MissingParameter", Errors("search", ""));
        Assert.Equal("q:MissingParameter", Errors("search", ""));
    }

    [Theory]
    [InlineData("visits", "kind=visit", "kind  [visit]")]
    [InlineData("visits", "kind=visit,meeting", "kind  [visit|meeting]")]
    [InlineData("visits", "kind__not=visit", "kind __not [visit]")]
    [InlineData("visits", "title=a\\,b,c\\\\,d\\e", "title  [a,b|c\\|d\\e]")]
    [InlineData("visits", "title=a\\", "title  [a\\]")]
    [InlineData("visits", "title__contains=50%25_\\a", "title __contains %50\\%\\_\\\\a%")]
    [InlineData("visits", "from_country__is_null=true", "from_country __is_null True")]
    [InlineData("visits", "from_country__is_null=false", "from_country __is_null False")]
    [InlineData("visits", "country=CHN,RUS", "countries  [CHN|RUS]")]
    [InlineData("visits", "country__all=CHN", "countries __all [CHN]")]
    [InlineData("visits", "country__not=CHN", "countries __not [CHN]")]
    [InlineData("visits", "dyad=CHN-RUS", "dyads  [CHN-RUS]")]
    [InlineData("visits", "person=xi-jinping", "people  [xi-jinping]")]
    [InlineData("visits", "source_id=berlin-1963", "source_ids  [berlin-1963]")]
    [InlineData("visits", "occurrences=1,2", "occurrences  [1|2]")]
    [InlineData("visits", "occurrences__gte=-5", "occurrences __gte -5")]
    [InlineData("visits", "occurrences__lte=2147483647", "occurrences __lte 2147483647")]
    [InlineData("trade-figures", "value__gte=-2.50", "value __gte -2.50")]
    [InlineData("trade-figures", "value=1,2.5", "value  [1|2.5]")]
    [InlineData("trade-figures", "value=1234567890123456789012345678", "value  [1234567890123456789012345678]")]
    [InlineData("visits", "date_start__gte=2022-02-24", "date_start __gte 2022-02-24")]
    [InlineData("visits", "date=2022-02/2022-03,2021~", "date  [2022-02/2022-03|2021~]")]
    [InlineData("visits", "kind=&title=", "")]
    [InlineData("visits", "title=a+b%20c", "title  [a b c]")]
    [InlineData("visits", "title__contains=x&kind=visit&id=a", "id  [a] title __contains %x% kind  [visit]")]
    public void Filter_is_field_operator_and_typed_values(string view, string address, string conditions) =>
        Assert.Equal(conditions, string.Join(' ', ParseRequest(view, address).Conditions.Select(condition =>
            $"{condition.Filter.Field.Name} {condition.Filter.Operator.Suffix} {Text(condition.Value)}")));

    [Theory]
    [InlineData("kind=visits", "kind:UnknownCode")]
    [InlineData("kind=visit,,meeting", "kind:InvalidValue")]
    [InlineData("kind=visit,", "kind:InvalidValue")]
    [InlineData("kind=visit,nothing,none", "kind:UnknownCode kind:UnknownCode")]
    [InlineData("kind__gte=visit", "kind__gte:UnknownOperator")]
    [InlineData("kinds=visit", "kinds:UnknownParameter")]
    [InlineData("__gte=1", "__gte:UnknownParameter")]
    [InlineData("Kind=visit", "Kind:UnknownParameter")]
    [InlineData("kind=visit&kind=visit", "kind:RepeatedParameter")]
    [InlineData("kind=&kind=visit", "kind:RepeatedParameter")]
    [InlineData("title=a%00b", "title:InvalidValue")]
    [InlineData("title=a%FFb", "title:InvalidValue")]
    [InlineData("title=%7F", "title:InvalidValue")]
    [InlineData("from_country__is_null=1", "from_country__is_null:InvalidValue")]
    [InlineData("country=ZZZ", "country:UnknownReference")]
    [InlineData("dyad=CHN", "dyad:InvalidValue")]
    [InlineData("dyad=CHN-DEU-RUS", "dyad:InvalidValue")]
    [InlineData("dyad=RUS-CHN", "dyad:InvalidValue")]
    [InlineData("dyad=CHN-CHN", "dyad:InvalidValue")]
    [InlineData("dyad=CHN-ZZZ", "dyad:UnknownReference")]
    [InlineData("person=nobody", "person:UnknownReference")]
    [InlineData("source_id=nothing", "source_id:UnknownReference")]
    [InlineData("occurrences=1.5", "occurrences:InvalidValue")]
    [InlineData("occurrences=%2B1", "occurrences:InvalidValue")]
    [InlineData("occurrences=1,2,x", "occurrences:InvalidValue")]
    [InlineData("occurrences=2147483648", "occurrences:InvalidValue")]
    [InlineData("occurrences=%D9%A3", "occurrences:InvalidValue")]
    [InlineData("date_start__gte=2022-2-4", "date_start__gte:InvalidValue")]
    [InlineData("date=soon", "date:InvalidValue")]
    [InlineData("limit=0", "limit:OutOfRange")]
    [InlineData("limit=1001", "limit:OutOfRange")]
    [InlineData("limit=-1", "limit:InvalidValue")]
    [InlineData("limit=99999999999", "limit:OutOfRange")]
    [InlineData("dataset_version=0", "dataset_version:OutOfRange")]
    [InlineData("dataset_version=4", "dataset_version:UnknownVersion")]
    [InlineData("snippets=yes", "snippets:InvalidValue")]
    [InlineData("bom=true", "bom:NotApplicable")]
    [InlineData("by=kind", "by:NotApplicable")]
    [InlineData("sort=nothing", "sort:UnknownField")]
    [InlineData("sort=rank", "sort:UnknownField")]
    [InlineData("sort=date,-date", "sort:InvalidValue")]
    [InlineData("sort=evidence", "sort:UnknownField")]
    [InlineData("fields=id,nothing", "fields:UnknownField")]
    [InlineData("fields=id,id", "fields:InvalidValue")]
    [InlineData("group_by=nothing", "group_by:UnknownField")]
    [InlineData("group_by=country,topic,person", "group_by:OutOfRange")]
    [InlineData("group_by=country,topic,kind,year", "")]
    [InlineData("group_by=kind&fields=id", "fields:UnknownField")]
    [InlineData("group_by=kind&q=a&sort=rank", "sort:UnknownField")]
    [InlineData("cursor=AAAA", "cursor:InvalidCursor")]
    [InlineData("cursor=!", "cursor:InvalidCursor")]
    [InlineData("q=...", "q:InvalidValue")]
    [InlineData("date_from=2023&date_to=2022", "date_to:OutOfRange")]
    [InlineData("date_from=2022-13", "date_from:InvalidValue")]
    [InlineData("date_from=2022/2023", "date_from:InvalidValue")]
    [InlineData("date_to=2022-21", "date_to:InvalidValue")]
    [InlineData("date_match=certain", "date_match:NotApplicable")]
    [InlineData("date_from=2022&date_match=maybe", "date_match:InvalidValue")]
    [InlineData("window=P1D", "window:NotApplicable")]
    [InlineData("around=2022&window=P1H", "window:InvalidValue")]
    [InlineData("around=2022&window=P12345D", "window:InvalidValue")]
    [InlineData("around=2022&date_from=2021", "around:NotApplicable")]
    [InlineData("around=2022&date_to=2023", "around:NotApplicable")]
    [InlineData("around=9999&window=P1Y", "window:OutOfRange")]
    [InlineData("around=0001&window=P1D", "window:OutOfRange")]
    [InlineData("around=x&window=P1D", "around:InvalidValue")]
    [InlineData("limit=0&kind=x&nothing=1", "nothing:UnknownParameter kind:UnknownCode limit:OutOfRange")]
    public void All_errors_are_refused_together(string address, string errors) => Assert.Equal(errors, Errors("visits", address));

    [Theory]
    [InlineData("trade-figures", RequestKind.Page, "value=-", "value:InvalidValue")]
    [InlineData("trade-figures", RequestKind.Page, "value=1.", "value:InvalidValue")]
    [InlineData("trade-figures", RequestKind.Page, "value=.5", "value:InvalidValue")]
    [InlineData("trade-figures", RequestKind.Page, "value=1e9", "value:InvalidValue")]
    [InlineData("trade-figures", RequestKind.Page, "value=1-", "value:InvalidValue")]
    [InlineData("trade-figures", RequestKind.Page, "value=12345678901234567890123456789", "value:InvalidValue")]
    [InlineData("trade-figures", RequestKind.Page, "value__gte=1,2", "value__gte:InvalidValue")]
    [InlineData("visits", RequestKind.Table, "limit=5", "limit:NotApplicable")]
    [InlineData("visits", RequestKind.Record, "kind=visit", "kind:UnknownParameter")]
    [InlineData("visits", RequestKind.Record, "kind__gte=visit", "kind__gte:UnknownParameter")]
    [InlineData("visits", RequestKind.Record, "q=a", "q:NotApplicable")]
    [InlineData("visits", RequestKind.Facets, "sort=id", "sort:NotApplicable")]
    [InlineData("visits", RequestKind.Facets, "by=title", "by:UnknownField")]
    [InlineData("visits", RequestKind.Citation, "limit=5", "limit:NotApplicable")]
    [InlineData("people", RequestKind.Page, "date_from=2022", "date_from:UnknownParameter")]
    [InlineData("people", RequestKind.Page, "group_by=year", "group_by:UnknownField")]
    [InlineData("panel", RequestKind.Page, "q=a", "q:UnknownParameter")]
    [InlineData("panel", RequestKind.Page, "frequency=week", "frequency:UnknownCode")]
    [InlineData("search", RequestKind.Page, "", "q:MissingParameter")]
    [InlineData("changes", RequestKind.Page, "since=4", "since:UnknownVersion")]
    [InlineData("changes", RequestKind.Page, "since=3&to=2", "since:OutOfRange")]
    [InlineData("changes", RequestKind.Page, "since=3&dataset_version=2", "since:OutOfRange")]
    [InlineData("changes", RequestKind.Page, "since=3&to=3", "")]
    [InlineData("changes", RequestKind.Page, "since=x", "since:InvalidValue")]
    [InlineData("timeline", RequestKind.Page, "resource=visit", "resource:UnknownReference")]
    [InlineData("timeline", RequestKind.Page, "theme=dark", "theme:NotApplicable")]
    [InlineData("timeline", RequestKind.Chart, "sort=id", "sort:NotApplicable")]
    [InlineData("timeline", RequestKind.Chart, "theme=drak", "theme:InvalidValue")]
    [InlineData("timeline", RequestKind.Chart, "width=399&height=319", "width:OutOfRange height:OutOfRange")]
    [InlineData("timeline", RequestKind.Chart, "width=2401&height=1601", "width:OutOfRange height:OutOfRange")]
    public void Inapplicable_parameter_is_refused(string view, RequestKind kind, string address, string errors) =>
        Assert.Equal(errors, Errors(view, address, kind));

    [Theory]
    [InlineData("kind=visits", "'visits' is not in the code list visit_kind.", "visit")]
    [InlineData("kind__gte=visit", "'__gte' is not an operator of kind.", "kind__not")]
    [InlineData("knd=visit", "'knd' is not a parameter here.", "kind")]
    [InlineData("sort=dat", "'dat' is not a field to sort by here.", "date")]
    [InlineData("fields=titel", "'titel' is not a field for 'fields'.", "title")]
    [InlineData("person=xi-jinpin", "'xi-jinpin' is not an id in /v1/people.", "xi-jinping")]
    [InlineData("dyad=RUS-CHN",
        "'RUS-CHN' is not a dyad. Give two different country codes in alphabetical order, joined by a hyphen, such as CHN-RUS.", "CHN-RUS")]
    [InlineData("dyad=CHN-CHN",
        "'CHN-CHN' is not a dyad. Give two different country codes in alphabetical order, joined by a hyphen, such as CHN-RUS.", null)]
    [InlineData("dyad=CHN",
        "'CHN' is not a dyad. Give two different country codes in alphabetical order, joined by a hyphen, such as CHN-RUS.", null)]
    [InlineData("occurrences=x", "'x' is not a whole number. Give one from -2147483648 to 2147483647, such as 3.", null)]
    [InlineData("occurrences=1.5", "'1.5' is not a whole number. Give one from -2147483648 to 2147483647, such as 3.", null)]
    [InlineData("occurrences=3000000000", "'3000000000' is out of range. Give one from -2147483648 to 2147483647, such as 3.", null)]
    [InlineData("date_end__lte=x", "'x' is not a day. Give year, month and day, such as 2022-02-04.", null)]
    [InlineData("date=x",
        "'x' is not an EDTF date. Give a day, month, year, interval or window, such as "
            + "2022-02-04, 2022-09, 2023, 2022/2023 or [2023-05-22..2023-05-26].", null)]
    [InlineData("date_from=x", "'x' is not a day, month or year. Give one such as 2022-02-24, 2022-02 or 2022.", null)]
    [InlineData("date_from=2023-05-02&date_to=2022", "The window ends on 2022-12-31, before it begins on 2023-05-02.", null)]
    [InlineData("date_match=certain", "'date_match' needs date_from, date_to or around.", null)]
    [InlineData("date_from=2022&date_match=certan", "'certan' is not a way to match dates.", "certain")]
    [InlineData("window=P1D", "'window' needs around.", null)]
    [InlineData("around=2022&window=x",
        "'x' is not a duration. Give at most 9999 days, weeks, months or years, such as P90D, P2W, P6M or P1Y.", null)]
    [InlineData("around=2022&date_to=2023", "'around' cannot be combined with date_from or date_to. Give one or the other.", null)]
    [InlineData("around=9999&window=P1Y", "The window reaches beyond the years 0001 to 9999. Give a shorter one.", null)]
    [InlineData("limit=0", "'0' is out of range. Give a number from 1 to 1000.", null)]
    [InlineData("limit=x", "'x' is not a whole number. Give digits only, such as 1.", null)]
    [InlineData("dataset_version=4", "There is no version 4. The versions are 1 to 3.", null)]
    [InlineData("snippets=treu", "'treu' is not true or false.", "true")]
    [InlineData("sort=id,id", "'id' is given more than once. Give each field once.", null)]
    [InlineData("fields=id,id", "'id' is given more than once. Give each field once.", null)]
    [InlineData("kind=visit&kind=visit", "'kind' is given more than once. Give all values in one parameter, separated by commas.", null)]
    [InlineData("title=%00", "The value has a control character or bytes that are not UTF-8.", null)]
    [InlineData("title=a,,b", "The list has an empty value. Separate values by single commas, and write \\, for a comma within a value.", null)]
    [InlineData("country=ZZZ", "'ZZZ' is not an id in /v1/countries.", null)]
    [InlineData("dyad=CHN-RUX", "'RUX' is not an id in /v1/countries.", "RUS")]
    [InlineData("snippets=fals", "'fals' is not true or false.", "false")]
    [InlineData("q=-", "'-' has no letter or digit to search for. Give at least one word.", null)]
    [InlineData("cursor=x", "The cursor is damaged or belongs to another query. Follow page.next unchanged, or start again without a cursor.", null)]
    [InlineData("bom=true", "'bom' does not apply to json, only to csv.", null)]
    [InlineData("by=kind", "'by' does not apply to a page of records.", null)]
    public void Errors_explain_and_suggest(string address, string detail, string? meant)
    {
        var error = Error("visits", address);
        Assert.Equal((detail, meant), (error.Detail, error.DidYouMean));
    }

    [Theory]
    [InlineData(RequestKind.Facets, "sort=id", "'sort' does not apply to facets.")]
    [InlineData(RequestKind.Citation, "limit=5", "'limit' does not apply to a citation.")]
    [InlineData(RequestKind.Table, "limit=5", "'limit' does not apply to csv, which gives all records that match.")]
    [InlineData(RequestKind.Record, "limit=5", "'limit' does not apply to a single record.")]
    [InlineData(RequestKind.Chart, "limit=5", "'limit' does not apply to a chart.")]
    public void Error_says_where_a_parameter_is_inapplicable(RequestKind kind, string address, string detail) =>
        Assert.Equal(detail, Error("visits", address, kind).Detail);

    [Theory]
    [InlineData("search", RequestKind.Page, "", "'q' is missing. Give the words to search for, such as: energy -gas.", null)]
    [InlineData("timeline", RequestKind.Page, "resource=visit", "'visit' is not a resource.", "visits")]
    [InlineData("panel", RequestKind.Page, "frequency=moth", "'moth' is not a value of 'frequency'.", "month")]
    [InlineData("changes", RequestKind.Page, "since=4", "There is no version 4. The versions are 1 to 3.", null)]
    [InlineData("trade-figures", RequestKind.Page, "value=x",
        "'x' is not a decimal number. Give one of at most 28 digits, with a point before the decimals, such as 2.5.", null)]
    [InlineData("timeline", RequestKind.Chart, "theme=drak", "'drak' is not a theme.", "dark")]
    [InlineData("timeline", RequestKind.Chart, "width=2401", "'2401' is out of range. Give a number from 400 to 2400.", null)]
    public void An_error_says_so_of_every_view(string view, RequestKind kind, string address, string detail, string? meant)
    {
        var error = Error(view, address, kind);
        Assert.Equal((detail, meant), (error.Detail, error.DidYouMean));
    }

    [Fact]
    public void Values_are_accepted_up_to_the_limit()
    {
        static string Listed(int count) => "title=" + string.Join(',', Enumerable.Repeat("a", count));
        Assert.Equal("", Errors("visits", Listed(100)));
        Assert.Equal("The list has 101 values. At most 100 are allowed.", Error("visits", Listed(101)).Detail);
    }

    [Fact]
    public void Error_names_its_parameter() => Assert.All(
        new[] { "q=" + new string('a', 501), "theme=x", "width=1", "height=1", "date_from=x" }, address =>
            Assert.Equal(address.Split('=')[0], Error("timeline", address, RequestKind.Chart).Parameter));

    [Fact]
    public void Search_text_has_a_maximum_length()
    {
        Assert.Equal("", Errors("visits", "q=" + new string('a', 500)));
        Assert.Equal("The text has 501 characters. At most 500 are allowed.", Error("visits", "q=" + new string('a', 501)).Detail);
    }

    [Fact]
    public void Errors_list_the_allowed_values()
    {
        Assert.Equal(["CHN", "DEU", "RUS"], Error("visits", "country=ZZZ").Allowed);
        Assert.Equal(["possible", "certain"], Error("visits", "date_from=2022&date_match=x").Allowed);
        Assert.Equal(["kind", "kind__not"], Error("visits", "kind__gte=x").Allowed);
        Assert.Equal(["year", "quarter", "month"], Error("panel", "frequency=x").Allowed);
        Assert.Equal(ResourceTypes.All.Select(type => type.Name), Error("timeline", "resource=x").Allowed);
        Assert.Equal(["light", "dark"], Error("timeline", "theme=x", RequestKind.Chart).Allowed);
        Assert.Equal(["true", "false"], Error("visits", "snippets=x").Allowed);
        Assert.DoesNotContain("limit", Error("visits", "nothing=1", RequestKind.Table).Allowed!);
        Assert.Contains("bom", Error("visits", "nothing=1", RequestKind.Table).Allowed!);
        Assert.DoesNotContain("bom", Error("visits", "nothing=1", RequestKind.Table, "parquet").Allowed!);
    }

    [Fact]
    public void A_long_list_of_ids_is_left_out()
    {
        static IReadOnlyList<string>? Listed(int count)
        {
            var people = Enumerable.Range(0, count).Select(i => $"person-{i}").ToHashSet();
            return new ReferenceCheck(Known with { People = people }, new()).Id("person", Reference.Person, "nobody")!.Allowed;
        }

        Assert.Equal(100, Listed(100)!.Count);
        Assert.Null(Listed(101));
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData("date_from=2022", "2022-01-01 null False")]
    [InlineData("date_to=2022-02", "null 2022-02-28 False")]
    [InlineData("date_from=2022-02-24&date_to=2022-02-24&date_match=certain", "2022-02-24 2022-02-24 True")]
    [InlineData("date_from=2022&date_match=possible", "2022-01-01 null False")]
    [InlineData("date_to=2022&date_match=certain", "null 2022-12-31 True")]
    [InlineData("around=2022-02-24", "2022-01-25 2022-03-26 False")]
    [InlineData("around=2022-02-24&window=P0D", "2022-02-24 2022-02-24 False")]
    [InlineData("around=2022-02&window=P2W", "2022-01-18 2022-03-14 False")]
    [InlineData("around=2022-02-24&window=P1M", "2022-01-24 2022-03-24 False")]
    [InlineData("around=2022&window=P1Y&date_match=certain", "2021-01-01 2023-12-31 True")]
    [InlineData("around=2022-02-24&window=P9999D", "1994-10-10 2049-07-11 False")]
    public void Date_window_has_first_and_last_day(string address, string window) =>
        Assert.Equal(window, ParseRequest("visits", address).Window is { } found ? $"{Text(found.From)} {Text(found.To)} {found.Certain}" : "null");

    [Theory]
    [InlineData("visits", "", "-date id")]
    [InlineData("visits", "sort=title", "title id")]
    [InlineData("visits", "sort=-id", "-id")]
    [InlineData("visits", "sort=kind,-date,id", "kind -date id")]
    [InlineData("visits", "q=energy", "-rank id")]
    [InlineData("visits", "q=energy&sort=-date,rank", "-date rank id")]
    [InlineData("visits", "group_by=kind", "kind")]
    [InlineData("visits", "group_by=kind,topic", "kind topic")]
    [InlineData("visits", "group_by=kind&sort=-count", "-count kind")]
    [InlineData("visits", "group_by=kind&q=energy", "kind")]
    [InlineData("panel", "", "dyad direction date_start")]
    [InlineData("search", "q=energy", "-rank resource id")]
    [InlineData("timeline", "", "date resource id")]
    public void An_order_ends_in_the_key(string view, string address, string sort)
    {
        var query = ParseRequest(view, address);
        Assert.Equal(sort, string.Join(' ', query.Sort.Select(key => (key.Descending ? "-" : "") + key.Name)));
        Assert.All(query.Sort, key => Assert.Equal(key.Name == SortKey.Rank, key.Field is null));
    }

    [Theory]
    [InlineData("fields=title,id", RequestKind.Page, "title id")]
    [InlineData("group_by=year,kind", RequestKind.Page,
        "year kind count distinct_sources date_start_min date_start_max date_end_min date_end_max "
        + "occurrences_min occurrences_max source_count_min source_count_max")]
    [InlineData("group_by=topic&fields=count", RequestKind.Page, "count")]
    [InlineData("fields=kind&bom=true", RequestKind.Table, "kind")]
    [InlineData("fields=kind", RequestKind.Record, "kind")]
    public void Fields_keep_the_requested_order(string address, RequestKind kind, string fields) =>
        Assert.Equal(fields, string.Join(' ', ParseRequest("visits", address, kind).Fields.Select(field => field.Name)));

    [Theory]
    [InlineData("", 960, 540, false)]
    [InlineData("theme=light", 960, 540, false)]
    [InlineData("theme=dark&width=400&height=320", 400, 320, true)]
    [InlineData("width=2400&height=1600", 2400, 1600, false)]
    public void Picture_has_requested_size_and_theme(string address, int width, int height, bool isDark) =>
        Assert.Equal(new PictureSize(width, height, isDark), ParseRequest("timeline", address, RequestKind.Chart).Picture);

    [Fact]
    public void Unspecified_options_have_documented_defaults()
    {
        var page = ParseRequest("visits", "");
        Assert.Equal(
            (50, null, null, null, null, false, false),
            (page.Limit, page.Version, page.Search, page.Grouping, page.After, page.Snippets, page.ByteOrderMark));
        Assert.Equal(View("visits").Fields, page.Fields);
        Assert.Equal(View("visits").Facets, page.By);
        Assert.Empty(page.Conditions);
        Assert.Null(ParseRequest("visits", "", RequestKind.Table).Limit);
        Assert.Equal("year", ParseRequest("panel", "").Inputs["frequency"]);
        Assert.Null(ParseRequest("changes", "").Inputs["since"]);
    }

    [Fact]
    public void Valid_parameters_are_parsed()
    {
        var page = ParseRequest("visits", "limit=7&dataset_version=2&snippets=true&q=no-limits+Putin's");
        Assert.Equal((7, 2, true, "no limits Putin"), (page.Limit, page.Version, page.Snippets, page.Search));
        Assert.True(ParseRequest("visits", "bom=true", RequestKind.Table).ByteOrderMark);
        Assert.False(ParseRequest("visits", "bom=false", RequestKind.Table).ByteOrderMark);
        Assert.Equal(["kind"], ParseRequest("visits", "by=kind", RequestKind.Facets).By.Select(field => field.Name));
        Assert.Equal("month", ParseRequest("panel", "frequency=month").Inputs["frequency"]);
        Assert.Equal(0, ParseRequest("changes", "since=0").Inputs["since"]);
        Assert.Empty(ParseRequest("visits", "fields=id", RequestKind.Record).Conditions);
    }

    [Theory]
    [InlineData("no-limits", "no limits")]
    [InlineData("-gas energy", "-gas energy")]
    [InlineData("Xi\u2019s visit", "Xi visit")]
    [InlineData("CHINA'S", "CHINA")]
    [InlineData("what's-up", "what up")]
    [InlineData("a\u2010b\u2011c", "a b c")]
    [InlineData("it'side", "it side")]
    public void Search_is_normalized_for_the_index(string written, string searched) =>
        Assert.Equal(searched, ParseRequest("visits", "q=" + Uri.EscapeDataString(written)).Search);

    [Fact]
    public void Canonical_query_ignores_parameter_order()
    {
        var query = ParseRequest("visits", "title=b%26c&limit=5&kind=visit&sort=id&fields=id&snippets=false&dataset_version=1");
        Assert.Equal("dataset_version=1&fields=id&kind=visit&limit=5&snippets=false&sort=id&title=b%26c", query.Canonical);
        Assert.Equal("visits?kind=visit&title=b%26c", query.Matching);
        Assert.Equal("visits?dataset_version=1&fields=id&kind=visit&snippets=false&sort=id&title=b%26c", query.Fingerprint);
    }

    [Theory]
    [InlineData("q=gas%26topic%3Denergy", "q=gas&topic=energy")]
    [InlineData("title=a%2526b", "title=a%26b")]
    public void Value_may_hold_parameter_syntax(string address, string other)
    {
        Assert.NotEqual(ParseRequest("visits", other).Matching, ParseRequest("visits", address).Matching);
        Assert.NotEqual(ParseRequest("visits", other).Fingerprint, ParseRequest("visits", address).Fingerprint);
        Assert.NotEqual(ParseRequest("visits", other).Canonical, ParseRequest("visits", address).Canonical);
    }
}
