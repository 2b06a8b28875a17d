using System.Text.RegularExpressions;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Dapper;
using Xunit;
using static Tests.Support.Parsing;

namespace Tests.Api.Listing.Sql;

/// <summary>Tables of parsed requests and the SQL built from them. The view's own SQL is shown as …</summary>
public sealed class SqlBuilderTests
{
    private const string Sources = ", numbered as materialized ( select id, "
        + "set_bit(repeat('0', (count(*) over ())::integer)::bit varying, (row_number() over ())::integer - 1, 1) as bit "
        + "from (select distinct unnest(source_ids) as id from matching) one ), "
        + "listed as materialized ( select source_ids, row_number() over () as list from (select distinct source_ids from matching) one ), "
        + "bits_of_list as ( select list, bit_or(bit) as bits from listed, unnest(source_ids) named (id) join numbered using (id) group by list ), "
        + "sources as ( select source_ids, bits from listed join bits_of_list using (list) )";

    private const string Search = "websearch_to_tsquery('dataset_english', $1)";
    private const string Dated = "(r.date_start is not null or r.date_end is not null) and daterange(r.date_start, r.date_end, '[]')";
    private const string Asked = "daterange($1, $2, '[]')";

    [Theory]
    [InlineData("kind=visit", "r.kind = any($1)", "[visit]")]
    [InlineData("kind__not=visit", "(r.kind <> all($1) or r.kind is null)", "[visit]")]
    [InlineData("occurrences__gte=1&occurrences__lte=3", "r.occurrences >= $1 and r.occurrences <= $2", "1 3")]
    [InlineData("title__contains=a", "lower(r.title collate \"und-x-icu\") like lower($1 collate \"und-x-icu\") escape '\\'", "%a%")]
    [InlineData("country=CHN", "r.countries && $1", "[CHN]")]
    [InlineData("country__all=CHN", "r.countries @> $1", "[CHN]")]
    [InlineData("country__not=CHN", "not r.countries && $1", "[CHN]")]
    [InlineData("from_country__is_null=true", "(r.from_country is null) = $1", "True")]
    [InlineData("q=energy", $"r.search @@ {Search}", "energy")]
    [InlineData("date_from=2022", $"{Dated} && {Asked}", "2022-01-01 null")]
    [InlineData("date_to=2022", $"{Dated} && {Asked}", "null 2022-12-31")]
    [InlineData("date_from=2022&date_to=2022&date_match=certain", $"{Dated} <@ {Asked}", "2022-01-01 2022-12-31")]
    public void A_condition_is_a_column_and_a_parameter(string address, string where, string parameters)
    {
        var sql = SqlBuilder.Any(ParseRequest("visits", address), 2);
        Assert.Equal($"select exists (select from (…) r where {where})", Text(sql, "visits"));
        Assert.Equal(parameters, Parameters(sql));
    }

    [Theory]
    [InlineData("visits", "fields=id&sort=id", "select r.id, r.id::text as key0 from (…) r order by r.id limit 51")]
    [InlineData("visits", "fields=id&sort=id&limit=1", "select r.id, r.id::text as key0 from (…) r order by r.id limit 11")]
    [InlineData("visits", "fields=id,kind&sort=-date,from_country&kind=visit",
        "select r.id, r.kind, r.date_start::text as key0, r.from_country::text as key1, r.id::text as key2 from (…) r "
        + "where r.kind = any($1) order by r.date_start desc nulls last, r.from_country nulls last, r.id limit 51")]
    [InlineData("visits", "fields=id&q=energy",
        $"select r.id, rank_of(r.search, {Search})::text as key0, r.id::text as key1 from (…) r "
        + $"where r.search @@ {Search} order by ts_rank(r.search, {Search}) desc, r.id limit 51")]
    [InlineData("search", "fields=id&sort=id&q=energy",
        $"select r.id, r.id::text as key0, r.resource::text as key1 from (…) r where r.search @@ {Search} order by r.id, r.resource limit 51")]
    public void A_page_has_one_row_more_than_fits(string view, string address, string text) =>
        Assert.Equal(PageOf(text), WithoutLast(SqlBuilder.Page(ParseRequest(view, address), 2), view));

    [Theory]
    [InlineData("visits", "kind=visit", "select null::text, count(*) from (…) r where r.kind = any($1)")]
    [InlineData("visits", "group_by=kind", "select null::text, count(*) from (with matching as ( select ")]
    [InlineData("timeline", "topic=energy", "select r.resource, count(*) from (…) r where r.topics && $1 group by 1 order by 1")]
    public void Rows_are_counted_or_counted_by_field(string view, string address, string text) =>
        Assert.StartsWith(text, Text(SqlBuilder.Count(ParseRequest(view, address), 2), view));

    [Fact]
    public void View_input_is_a_parameter_or_number()
    {
        Assert.Equal("month false", Parameters(SqlBuilder.Any(ParseRequest("panel", "frequency=month"), 2)));
        Assert.Equal("", Parameters(SqlBuilder.Any(ParseRequest("changes", "since=1"), 2)));
    }

    [Theory]
    [InlineData("panel", "dyad=CHN-RUS&dyad__not=DEU-RUS&country__all=CHN", "year false [CHN-RUS] [CHN-RUS] [DEU-RUS] [CHN]", "dyad")]
    [InlineData("trade-figures/series", "indicator=growth,trade_value&partner__not=CHN&reporter=RUS",
        "[growth|trade_value] [RUS] [growth|trade_value] [RUS] [CHN]", "indicator,reporter")]
    public void Absent_narrowing_filter_is_null(string view, string address, string parameters, string narrowed)
    {
        var sql = SqlBuilder.Any(ParseRequest(view, address), 2);
        Assert.Equal(parameters, Parameters(sql));
        var rows = View(view).Template.Fill(name =>
            View(view).Narrowing.Contains(name) ? narrowed.Split(',').Contains(name) ? "$" : "null::text[]" : "…");
        var parameter = Regex.Replace(sql.Text, @"\$\d+(?=::text\[\] is null or )", "$");
        Assert.Equal(Regex.Count(rows, @"\(\$::text\[\] is null or "), Regex.Count(parameter, @"\(\$::text\[\] is null or "));
        Assert.Equal(Regex.Count(rows, @"\(null::text\[\]::text\[\] is null or "), Regex.Count(parameter, @"\(null::text\[\]::text\[\] is null or "));
    }

    [Fact]
    public void View_inputs_have_defaults()
    {
        Assert.Equal("year false", Parameters(SqlBuilder.Any(new ListQuery(View("panel")), 2)));
        Assert.Contains("coalesce(null::integer, coalesce(null::integer, 2) - 1)", SqlBuilder.Any(new ListQuery(View("changes")), 2).Text);
    }

    [Theory]
    [InlineData("since=1", 3, "coalesce(1, coalesce(null::integer, 3) - 1)", "coalesce(null::integer, 3)")]
    [InlineData("to=2", 3, "coalesce(null::integer, coalesce(2, 3) - 1)", "coalesce(2, 3)")]
    public void Version_numbers_are_in_the_statement(string address, int version, string earlier, string later)
    {
        var sql = SqlBuilder.Any(ParseRequest("changes", address), version).Text;
        Assert.Contains($"where n.since > {earlier} and n.since <= {later} and (n.until is null or n.until > {later})", sql);
        Assert.DoesNotContain("@", sql.Replace("@>", ""));
    }

    [Theory]
    // For a single table, each segment is a range of an index.
    [InlineData("visits", "fields=id&sort=-kind&limit=2", "a,b",
        "select r.id, r.kind::text as key0, r.id::text as key1 from ("
        + "(select r.id, r.kind from (…) r where r.kind = any(array[(select $1::text)]) and r.id > (select $2::text) "
        + "order by r.kind desc, r.id limit 11) union all "
        + "(select r.id, r.kind from (…) r where r.kind < (select $1::text) "
        + "order by r.kind desc, r.id limit 11)) r order by r.kind desc, r.id limit 11")]
    [InlineData("visits", "fields=id&sort=id&limit=2", "a",
        "select r.id, r.id::text as key0 from (…) r where r.id > (select $1::text) order by r.id limit 11")]
    [InlineData("visits", "fields=id&sort=date&limit=2&kind=visit", "?,b",
        "select r.id, r.date_start::text as key0, r.id::text as key1 from (…) r "
        + "where r.kind = any($1) and r.date_start is null and r.id > (select $2::text) order by r.date_start nulls last, r.id limit 11")]
    // An index serves the first key, whatever the number of keys.
    [InlineData("visits", "fields=id&sort=from_country,-date&limit=2", "CHN,?,b",
        "select r.id, r.from_country::text as key0, r.date_start::text as key1, r.id::text as key2 from ("
        + "(select r.id, r.from_country, r.date_start from (…) r "
        + "where r.from_country = any(array[(select $1::text)]) and r.date_start is null and r.id > (select $2::text) "
        + "order by r.from_country nulls last, r.date_start desc nulls last, r.id limit 11) union all "
        + "(select r.id, r.from_country, r.date_start from (…) r where r.from_country > (select $1::text) "
        + "order by r.from_country nulls last, r.date_start desc nulls last, r.id limit 11) union all "
        + "(select r.id, r.from_country, r.date_start from (…) r where r.from_country is null "
        + "order by r.from_country nulls last, r.date_start desc nulls last, r.id limit 11)) r "
        + "order by r.from_country nulls last, r.date_start desc nulls last, r.id limit 11")]
    [InlineData("trade-figures/series", "fields=date&sort=source_count&limit=2", "1,a,2022-01-01,2022-12-31",
        "select r.date, r.source_count::text as key0, r.series::text as key1, r.date_start::text as key2, r.date_end::text as key3 from (…) r "
        + "where (r.source_count = any(array[(select $1::integer)]) and "
        + "(r.series = any(array[(select $2::text)]) and "
        + "(r.date_start = any(array[(select $3::date)]) and (r.date_end > (select $4::date) or r.date_end is null) "
        + "or r.date_start > (select $3::date) or r.date_start is null) or r.series > (select $2::text)) "
        + "or r.source_count > (select $1::integer)) order by r.source_count, r.series, r.date_start nulls last, r.date_end nulls last limit 11")]
    [InlineData("visits", "fields=id&q=energy&limit=2", "0.5,b",
        $"select r.id, rank_of(r.search, {Search})::text as key0, r.id::text as key1 from (…) r "
        + $"where r.search @@ {Search} and (ts_rank(r.search, {Search}) = any(array[(select $2::real)]) and r.id > (select $3::text) "
        + $"or ts_rank(r.search, {Search}) < (select $2::real)) order by ts_rank(r.search, {Search}) desc, r.id limit 11")]
    public void Page_continues_after_the_previous_keys(string view, string address, string keys, string text)
    {
        var query = ParseRequest(view, address);
        var after = new Cursor(2, [.. keys.Split(',').Select(key => key == "?" ? null : key)]);
        Assert.Equal(PageOf(text), WithoutLast(SqlBuilder.Page(query with { After = after }, 2), view));
    }

    [Theory]
    [InlineData("", "", "order by r.date_start nulls last, r.id",
        "trade-figures; exercises; visits; statements; agreements; indicators; transfers")]
    [InlineData("resource=visits", "2022-01-01,statements,a", "order by r.date_start nulls last, r.id",
        "trade-figures: r.date_start = k0 and true; trade-figures: r.date_start > k0; trade-figures: r.date_start is null; "
        + "exercises: r.date_start > k0; exercises: r.date_start is null; "
        + "visits: r.date_start = k0 and true; visits: r.date_start > k0; visits: r.date_start is null; "
        + "statements: r.date_start = k0 and r.id > k2; statements: r.date_start > k0; statements: r.date_start is null; "
        + "agreements: r.date_start > k0; agreements: r.date_start is null; "
        + "indicators: r.date_start > k0; indicators: r.date_start is null; "
        + "transfers: r.date_start = k0 and true; transfers: r.date_start > k0; transfers: r.date_start is null")]
    [InlineData("sort=-resource", "indicators,a", "order by r.id", "exercises: true; agreements: true; indicators: r.id > k1")]
    [InlineData("sort=resource,-title", "trade-figures,a,b", "order by r.title desc, r.id",
        "trade-figures: r.title = k1 and r.id > k2; trade-figures: r.title < k1; visits: true; transfers: true")]
    // A field that is never null in the timeline may be null in a table, and so in its indexes.
    [InlineData("sort=-date_basis", "stated,visits,a", "order by r.date_basis desc nulls last, r.id",
        "trade-figures: r.date_basis < k0; exercises: r.date_basis < k0; "
        + "visits: r.date_basis = k0 and r.id > k2; visits: r.date_basis < k0; statements: r.date_basis < k0; "
        + "agreements: r.date_basis < k0; indicators: r.date_basis < k0; transfers: r.date_basis < k0")]
    public void Union_reads_each_resource_in_order(string address, string keys, string order, string read)
    {
        var query = ParseRequest("timeline", $"limit=2&{address}");
        var page = SqlBuilder.Page(keys.Length == 0 ? query : query with { After = new Cursor(2, keys.Split(',')) }, 2);
        var sql = page.Text;
        foreach (var part in query.View.Parts)
            sql = sql.Replace($"({part.Template.Fill(_ => VersionRead)}) r", part.Of.Name);
        var values = page.Values.All.ToArray();
        sql = Regex.Replace(
            Regex.Replace(sql, @"\s+", " "), @"\(select \$(\d)::\w+\)",
            key => $"k{Array.IndexOf(keys.Split(','), values[int.Parse(key.Groups[1].Value) - 1])}");
        sql = Regex.Replace(sql, @"= any\(array\[(k\d)\]\)", "= $1");
        var parts = Regex.Matches(sql,
            @"\(select r\.resource, r\.id, [^()]* from ([a-z-]+)"
            + @"(?: where (?:r\.resource = any\(\$1\)(?: and )?)?(.*?))? (order by .*?) limit 11\)");
        Assert.Equal(read, string.Join("; ", parts.Select(part => part.Groups[1] + (part.Groups[2].Length > 0 ? $": {part.Groups[2]}" : ""))));
        Assert.All(parts, part => Assert.Equal(order, part.Groups[3].Value));
    }

    [Fact]
    public void The_keys_of_the_one_before_are_parameters() => Assert.Equal("[visit] meeting a 51", Parameters(
        SqlBuilder.Page(ParseRequest("visits", "kind=visit&sort=kind,to_country") with { After = new Cursor(2, ["meeting", null, "a"]) }, 2)));

    [Theory]
    [InlineData("panel", "fields=dyad", true)]
    [InlineData("dyads", "fields=id", true)]
    [InlineData("trade-figures/series", "fields=series", true)]
    [InlineData("visits", "group_by=kind&fields=count", true)]
    [InlineData("visits", "fields=id", false)]
    [InlineData("timeline", "fields=id", false)]
    [InlineData("search", "q=energy&fields=id", false)]
    public void Rows_that_are_computed_are_counted_with_their_first_page(string view, string address, bool isCounted)
    {
        var query = ParseRequest(view, address);
        Assert.Equal(isCounted, SqlBuilder.CanCountInPage(query));
        Assert.False(SqlBuilder.CanCountInPage(query with { After = new Cursor(1, [.. query.Sort.Select(_ => "a")]) }));
        Assert.DoesNotContain("over () as key", SqlBuilder.Page(query, 1).Text);
        Assert.Contains($", count(*) over () as key{query.Sort.Count}", SqlBuilder.Page(query, 1, isCounted: true).Text);
    }

    [Fact]
    public void A_number_goes_on_as_a_number() => Assert.Contains("r.value > (select $1::numeric)",
        SqlBuilder.Page(ParseRequest("trade-figures", "sort=value") with { After = new Cursor(1, ["1", "a"]) }, 1).Text);

    [Fact]
    public void Groups_are_made_before_they_are_ordered()
    {
        var query = ParseRequest("visits", "group_by=kind,topic,year&fields=count&kind=visit&limit=2");
        var sql = Text(SqlBuilder.Page(query with { After = new Cursor(1, ["visit", null, "2022"]) }, 2), "visits");
        Assert.StartsWith(
            "select * from ( select r.count, r.kind::text as key0, r.topic::text as key1, r.year::text as key2 "
            + "from (with matching as ( select r.kind, ", sql);
        Assert.Contains("from (…) r where r.kind = any($1) ), numbered as materialized (", sql);
        Assert.Contains(" from matching r left join lateral unnest(r.topics) ", sql);
        Assert.Contains(
            ") r where (r.kind = any(array[(select $2::text)]) and r.topic is null and (r.year > (select $3::text) or r.year is null) "
            + "or r.kind > (select $2::text) or r.kind is null) order by ", sql);
        Assert.EndsWith("order by r.kind nulls last, r.topic nulls last, r.year nulls last limit 11 ) page limit $4", sql);
        Assert.DoesNotContain("union all", sql);
    }

    [Theory]
    [InlineData("visits", "kind",
        "with matching as ( select r.kind, r.source_ids, r.date_start, r.date_end, r.occurrences, r.source_count from (…) r ){sources} "
        + "select r.kind as kind, count(*)::integer as count, coalesce(bit_count(bit_or(sources.bits)), 0)::integer as distinct_sources, "
        + "min(r.date_start) as date_start_min, max(r.date_start) as date_start_max, "
        + "min(r.date_end) as date_end_min, max(r.date_end) as date_end_max, "
        + "min(r.occurrences) as occurrences_min, max(r.occurrences) as occurrences_max, "
        + "min(r.source_count) as source_count_min, max(r.source_count) as source_count_max "
        + "from matching r left join sources on sources.source_ids = r.source_ids group by 1")]
    [InlineData("contradictions", "person,topic",
        "with matching as ( select r.people, r.topics, r.source_ids, r.record_count from (…) r ){sources} "
        + "select one_person.item as person, one_topic.item as topic, "
        + "count(*)::integer as count, coalesce(bit_count(bit_or(sources.bits)), 0)::integer as distinct_sources, "
        + "min(r.record_count) as record_count_min, max(r.record_count) as record_count_max "
        + "from matching r left join lateral unnest(r.people) one_person(item) on true "
        + "left join lateral unnest(r.topics) one_topic(item) on true "
        + "left join sources on sources.source_ids = r.source_ids group by 1, 2")]
    public void Groups_have_counts_and_ranges(string view, string by, string text) =>
        Assert.Equal(
            $"select exists (select from ({text.Replace("{sources}", Sources)}) r)",
            Text(SqlBuilder.Any(ParseRequest(view, $"group_by={by}"), 2), view));

    [Theory]
    [InlineData("year", "'YYYY'")]
    [InlineData("quarter", "'YYYY-\"Q\"Q'")]
    [InlineData("month", "'YYYY-MM'")]
    public void Date_belongs_to_the_period_containing_it(string period, string form) => Assert.Contains(
        $"select case when date_trunc('{period}', r.date_start::timestamp) = date_trunc('{period}', r.date_end::timestamp) "
        + $"then to_char(r.date_start, {form}) end as {period}, ",
        Text(SqlBuilder.Any(ParseRequest("visits", $"group_by={period}"), 2), "visits"));

    [Fact]
    public void Numbers_of_several_units_have_no_common_ends() => Assert.Contains(
        "case when min(r.unit) = max(r.unit) then min(r.value) end as value_min, "
        + "case when min(r.unit) = max(r.unit) then max(r.value) end as value_max",
        Text(SqlBuilder.Any(ParseRequest("trade-figures", "group_by=indicator"), 2), "trade-figures"));

    [Fact]
    public void Rows_without_sources_have_no_count_of_them() => Assert.Contains(
        "from (…) r ) select r.dyad as dyad, count(*)::integer as count, min(r.ccode1) as ccode1_min",
        Text(SqlBuilder.Any(ParseRequest("panel", "group_by=dyad"), 2), "panel"));

    [Fact]
    public void Any_statement_can_read_the_matching_rows()
    {
        var counted = new SqlTemplate("select count(*) from matching where @version = 2 and kind = @kind");
        var sql = SqlBuilder.About(ParseRequest("visits", "kind=visit", RequestKind.Chart), 2, counted, ("kind", "call"));
        Assert.Equal(
            "with matching as (select r.* from (…) r where r.kind = any($1)) select count(*) from matching where 2 = 2 and kind = $2",
            Text(sql, "visits"));
        Assert.Equal("[visit] call", Parameters(sql));
    }

    [Fact]
    public void Statement_ends_with_its_request()
    {
        using var request = new CancellationTokenSource();
        var command = SqlBuilder.Any(ParseRequest("visits", ""), 2).Command(request.Token, 7);
        Assert.Equal(
            (CommandFlags.Buffered | CommandFlags.NoCache, 7, request.Token),
            (command.Flags, command.CommandTimeout, command.CancellationToken));
    }

    [Fact]
    public void Table_selects_the_columns_of_its_format()
    {
        var request = ParseRequest("visits", "fields=id,topics,occurrences,evidence&sort=id&kind=visit", RequestKind.Table);
        Assert.Equal(
            "select r.id, array_to_string(r.topics, ';') as topics, r.occurrences::text as occurrences, r.evidence::text as evidence "
            + "from (…) r where r.kind = any($1) order by r.id",
            Text(SqlBuilder.Table(request, 2, field => field.Cell), "visits"));
    }

    [Fact]
    public void A_record_is_found_by_its_id()
    {
        static SqlQuery Record(string address, int version, string id) =>
            SqlBuilder.Record(ParseRequest("visits", address, RequestKind.Record), version, id, AsItIs);

        Assert.Equal($"select r.id\nfrom ({View("visits").Sql.Replace("@version", "$2")}) r where r.id = $1", Record("fields=id", 2, "a").Text);
        Assert.Equal(["a", 2], Record("fields=id", 2, "a").Values.All);
        Assert.StartsWith("select r.id, r.title,", Record("", 2, "a").Text);
        Assert.Equal(Record("", 2, "a").Text, Record("", 1, "b").Text);
    }

    [Fact]
    public void Limits_share_a_few_statements()
    {
        var texts = Enumerable.Range(1, CommonParameter.MostRecords)
            .Select(limit => SqlBuilder.Page(ParseRequest("timeline", $"limit={limit}"), 2)).ToArray();
        Assert.Equal(5, texts.Select(page => page.Text).Distinct().Count());
        Assert.Equal(Enumerable.Range(2, CommonParameter.MostRecords), texts.Select(page => (int)page.Values.All.Last()!));
    }

    /// <summary>The statement of a page around its rows, without the number of the last parameter.</summary>
    private static string PageOf(string rows) => $"select * from ( {rows} ) page limit $";

    private static string WithoutLast(SqlQuery page, string view) => Regex.Replace(Text(page, view), @"\d+$", "");

    private static string AsItIs(Field field) => $"r.{field.Name}";

    [Fact]
    public void Facets_count_each_item_of_lists() => Assert.Equal(
        "with matching as (select r.kind, r.topics from (…) r where r.kind = any($1)) "
        + "select 0 as field, kind::text as value, count(*) as count from matching group by kind union all "
        + "select 1 as field, one.value, count(*) as count from matching "
        + "left join lateral unnest(topics) one(value) on true group by 2 order by field, count desc, value",
        Text(SqlBuilder.Facets(ParseRequest("visits", "by=kind,topics&kind=visit", RequestKind.Facets), 2), "visits"));

    [Fact]
    public void Sources_are_the_named_or_all()
    {
        var sources = View("sources");
        Assert.Equal(
            "select s.id, s.title, coalesce(p.name, s.author) as author, s.publisher, s.date, s.kind, s.url from (SOURCES) s "
            + "left join people p on p.id = s.author and p.since <= 2 and (p.until is null or p.until > 2) "
            + "where s.id in (select unnest(r.source_ids) from (…) r where r.kind = any($1)) order by s.id",
            SourcesOf("visits", "kind=visit&group_by=kind"));
        Assert.Equal(
            "select s.id, s.title, coalesce(p.name, s.author) as author, s.publisher, s.date, s.kind, s.url from (SOURCES) s "
            + "left join people p on p.id = s.author and p.since <= 2 and (p.until is null or p.until > 2) order by s.id",
            SourcesOf("panel", ""));

        string SourcesOf(string view, string address)
        {
            var sql = SqlBuilder.Sources(ParseRequest(view, address, RequestKind.Citation), 2, sources).Text;
            return Text(new SqlQuery(sql.Replace(sources.Sql.Replace("@version", VersionRead), "SOURCES"), new()), view);
        }
    }
}
