using System.Text.Json;
using System.Text.RegularExpressions;
using Api.Database;
using Api.Listing.Declare;
using Api.Listing.Parse;
using Api.Listing.Sql;
using Api.Resources;
using Dapper;
using Dataset;
using Migrations.Synthetic;
using Npgsql;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Api.Listing.Sql;

/// <summary>
/// An index serves every filter and every order of every resource. The tests count the rows that PostgreSQL examines for a page,
/// so they do not depend on the speed of the machine. A count of all matches may read them all.
/// </summary>
public sealed class IndexTests(IndexTests.LargeTables tables) : IClassFixture<IndexTests.LargeTables>
{
    private const int Limit = 50;

    /// <summary>Filters that an index does not serve when they find few records, and the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["__not"] = "an index finds what is there; all but some of it is read past, and few records are left only where nearly all are alike",
    };

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_filter_does_not_read_the_whole_table(string resource)
    {
        var failures = new List<string>();
        foreach (var filter in Cases.Find(resource).Filters)
        {
            foreach (var value in await tables.RareValuesAsync(filter))
            {
                var question = $"sort=id&{ApiRequests.Parameter(filter.Parameter, value)}";
                var all = await tables.ExplainAsync(resource, question, RequestKind.Table);
                var isRare = all.Given <= LargeTables.Rows / 20;
                if (isRare && Exceptions.ContainsKey(Meaning.Operator(filter)))
                    continue;
                // The filter's own index finds rare records. Frequent ones appear early in the order.
                var plan = isRare ? all : await tables.ExplainAsync(resource, question);
                if (plan.ReadsTable || plan.Touched > (isRare ? LargeTables.Rows / 10 : LargeTables.Rows / 2))
                    failures.Add($"{filter.Parameter}={value} looks at {plan.Touched} of {LargeTables.Rows} rows for {all.Given}:\n{plan.Text}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    [Theory, MemberData(nameof(Cases.DatedResource), MemberType = typeof(Cases))]
    public async Task Date_window_uses_an_index(string resource)
    {
        string[] windows =
        [
            "date_from=2025-12-20", "date_from=2025-12-20&date_match=certain", "around=2025-12-31&window=P5D",
            "date_to=1990-02-01&date_match=certain", "date_from=1991&date_to=1991&date_match=certain",
        ];
        foreach (var window in windows)
        {
            var plan = await tables.ExplainAsync(resource, $"sort=id&{window}");
            Assert.True(
                !plan.ReadsTable && plan.Touched < LargeTables.Rows / 2,
                $"{window} looks at {plan.Touched} rows of {LargeTables.Rows}:\n{plan.Text}");
        }
    }

    [Theory, MemberData(nameof(Cases.DatedResource), MemberType = typeof(Cases))]
    public async Task Middle_window_reads_few_extra_rows(string resource)
    {
        foreach (var match in new[] { "certain", "possible" })
        {
            var plan = await tables.ExplainAsync(resource, $"sort=id&date_from=2010-06-01&date_to=2010-06-05&date_match={match}", RequestKind.Table);
            Assert.True(
                !plan.ReadsTable && plan.Touched <= plan.Given + 100,
                $"{match} looks at {plan.Touched} rows of {LargeTables.Rows} for {plan.Given}:\n{plan.Text}");
        }
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_search_does_not_read_the_whole_table(string resource)
    {
        var plan = await tables.ExplainAsync(resource, $"q={await tables.RareWordAsync(resource)}");
        Assert.True(!plan.ReadsTable && plan.Touched < LargeTables.Rows / 4, plan.Text);
    }

    [Theory, MemberData(nameof(Cases.Resource), MemberType = typeof(Cases))]
    public async Task A_count_by_value_reads_only_what_matches(string resource)
    {
        var by = string.Join(',', Cases.Countable(Cases.Find(resource)).Select(field => field.Name));
        var filter = Cases.Find(resource).Find("dyads") is null ? "id" : "dyad";
        var rare = await tables.RareValuesAsync(Cases.Find(resource, filter));

        var plan = await tables.ExplainAsync(resource, $"by={by}&{filter}={rare.Single()}", RequestKind.Facets);

        Assert.True(!plan.ReadsTable && plan.Touched < LargeTables.Rows / 4, plan.Text);
    }

    [Theory]
    [InlineData("timeline", "")]
    [InlineData("search", "q=synthetic&")]
    public async Task Unions_use_the_index_of_each_table(string view, string question)
    {
        foreach (var parameter in new[] { "dyad", "person", "source_id" })
        {
            var rare = await tables.RareValuesAsync(Cases.Find("statements", parameter));
            var plan = await tables.ExplainAsync(view, $"{question}{parameter}={rare.Single()}", RequestKind.Table);
            var snippets = view == "search" ? plan.Given : 0; // Each is read from its record again.
            Assert.True(
                !plan.ReadsTable && plan.Touched - snippets < LargeTables.Rows,
                $"{parameter}={rare.Single()} looks at {plan.Touched} rows for {plan.Given}:\n{plan.Text}");
        }

        var found = await tables.ExplainAsync(view, $"q={await tables.RareWordAsync("statements")}", RequestKind.Table);
        Assert.True(!found.ReadsTable && found.Touched < LargeTables.Rows, found.Text);
    }

    [Fact]
    public async Task Union_windows_use_each_tables_index()
    {
        foreach (var match in new[] { "certain", "possible" })
        {
            var plan = await tables.ExplainAsync("timeline", $"date_from=2010-06-01&date_to=2010-06-05&date_match={match}", RequestKind.Table);
            Assert.True(
                !plan.ReadsTable && plan.Touched <= plan.Given + 1_000,
                $"{match} looks at {plan.Touched} rows for {plan.Given}:\n{plan.Text}");
        }
    }

    [Theory, MemberData(nameof(Cases.SortKey), MemberType = typeof(Cases))]
    public async Task A_page_costs_the_same_wherever_it_is(string resource, string key)
    {
        foreach (var sort in new[] { key, $"-{key}" })
        {
            var first = await tables.ExplainAsync(resource, $"sort={sort}");
            Assert.True(first.Touched <= 2 * Limit, $"The first page by {sort} looks at {first.Touched} rows:\n{first.Text}");
            foreach (var behind in new[] { LargeTables.Rows / 4, LargeTables.Rows / 2, LargeTables.Rows - Limit - 1 })
            {
                var later = await tables.ExplainAsync(resource, $"sort={sort}", behind: behind);
                Assert.True(
                    // A row is in one block. The other blocks are the path to it.
                    !later.ReadsTable && later.Touched <= 2 * Limit && later.Buffers <= later.Touched + 20,
                    $"A page by {sort} behind {behind} looks at {later.Touched} rows in {later.Buffers} blocks, "
                    + $"the first at {first.Touched} in {first.Buffers}:\n{later.Text}");
            }
        }
    }

    [LongTheory, MemberData(nameof(Cases.SortKeyOfParts), MemberType = typeof(Cases))]
    public async Task Deep_union_page_costs_no_more(string view, string key)
    {
        var parts = Cases.FindView(view).Parts.Count;
        var all = await tables.ExplainAsync(view, "", RequestKind.Table);
        foreach (var sort in new[] { key, $"-{key}" })
        {
            // Where many rows have the same key, each segment of each part is queried for a whole page.
            foreach (var behind in new[] { 0, (int)all.Given / 4, (int)all.Given / 2, (int)all.Given * 9 / 10, (int)all.Given - Limit - 1 })
            {
                var plan = await tables.ExplainAsync(view, $"{Cases.Query(view)}&sort={sort}", behind: behind);
                Assert.True(
                    !plan.ReadsTable && plan.Touched <= parts * 3 * (Limit + 1) && plan.Buffers <= plan.Touched + (parts * 20),
                    $"A page by {sort} behind {behind} looks at {plan.Touched} rows in {plan.Buffers} blocks:\n{plan.Text}");
            }
        }
    }

    [Theory]
    [InlineData("panel", "visits", "dyad")]
    [InlineData("panel", "visits", "country")]
    [InlineData("trade-figures/series", "trade-figures", "reporter")]
    [InlineData("trade-figures/series", "trade-figures", "partner")]
    public async Task Views_compute_only_the_requested_rows(string view, string resource, string parameter)
    {
        var rare = await tables.RareValuesAsync(Cases.Find(resource, parameter));
        var plan = await tables.ExplainAsync(view, $"{parameter}={rare.Single()}", RequestKind.Table);
        Assert.True(
            !plan.ReadsTable && plan.Touched < LargeTables.Rows,
            $"{parameter}={rare.Single()} looks at {plan.Touched} rows for {plan.Given}:\n{plan.Text}");
    }

    [Fact]
    public async Task Conditions_do_not_change_how_the_panel_is_built()
    {
        var plain = await tables.ExplainAsync("panel", "", RequestKind.Table);
        var filtered = await tables.ExplainAsync(
            "panel", "trade_total_status=reported&agreements_proposed__gte=1&journeys_planned=1&journeys_possible=1&meetings_unconfirmed__gte=1",
            RequestKind.Table);
        Assert.Equal(Joins(plain), Joins(filtered));

        static string[] Joins(Plan plan) => [.. Regex.Matches(plan.Text, "Nested Loop|Hash Join|Merge Join").Select(match => match.Value)];
    }

    [Fact]
    public async Task Small_difference_reads_few_rows()
    {
        var plan = await tables.ExplainAsync("changes", "since=1", RequestKind.Table);
        Assert.True(!plan.ReadsTable && plan is { Given: 0, Touched: 0 }, plan.Text);
    }

    /// <summary>Tables of synthetic records, each large enough for an index to matter.</summary>
    public sealed class LargeTables(PrivatePostgres postgres) : IAsyncLifetime
    {
        /// <summary>The number of records of each resource.</summary>
        public const int Rows = 4_000;

        private TestDatabase? _database;
        private NpgsqlDataSource? _reader;
        private ReferenceIds? _known;

        public async ValueTask InitializeAsync()
        {
            using var folder = new TemporaryFolder();
            SyntheticDataset.Write(folder.In("seeds"), records: 2_000, seed: 1, TestContext.Current.CancellationToken);
            _database = await postgres.CreateLoadedAsync(SeedSet.Read(folder.In("seeds")));
            _reader = NpgsqlDataSource.Create(_database.ReaderConnection);
            foreach (var resource in Registry.All)
                await GrowAsync(resource);
            _known = new ReferenceIds(
                new DatasetVersion(1, "", default), await IdsAsync("countries"), await IdsAsync("people"), await IdsAsync("sources"));
        }

        public async ValueTask DisposeAsync()
        {
            if (_reader is not null)
                await _reader.DisposeAsync();
            if (_database is not null)
                await _database.DisposeAsync();
        }

        /// <summary>The plan with which PostgreSQL reads a page.</summary>
        /// <param name="view">The name of the list.</param>
        /// <param name="question">The parameters of the request.</param>
        /// <param name="kind">A page, a table of all matches, or counts by value.</param>
        /// <param name="behind">The number of records before the page. If it is not 0, the page begins at a cursor.</param>
        internal async Task<Plan> ExplainAsync(string view, string question, RequestKind kind = RequestKind.Page, int behind = 0)
        {
            var query = RequestParser.Parse(new($"?{question}"), Cases.FindView(view), kind, "json", _known!, Parsing.Key) with { Limit = Limit };
            await using var connection = await _reader!.OpenConnectionAsync();
            if (behind > 0)
            {
                var before = SqlBuilder.Page(query with { Limit = behind - 1, Fields = [] }, version: 1);
                var keys = (await connection.QueryAsync(before.Text.Replace("select ,", "select "), before.Values))
                    .Cast<IDictionary<string, object?>>().Last();
                query = query with { After = new(1, [.. keys.Values.Select(key => (string?)key)]) };
            }

            var sql = kind switch
            {
                RequestKind.Page => SqlBuilder.Page(query, version: 1),
                RequestKind.Facets => SqlBuilder.Facets(query, version: 1),
                _ => SqlBuilder.Table(query, version: 1, field => $"r.{field.Name}"),
            };
            return new(await connection.QuerySingleAsync<string>($"explain (analyze, buffers, timing off, format json) {sql.Text}", sql.Values));
        }

        /// <summary>Values that few records have, if any: the rarest value of the field. For __contains it is the start of the rarest text.</summary>
        internal async Task<IReadOnlyList<string>> RareValuesAsync(FieldFilter filter)
        {
            var table = TableOf(filter);
            var name = filter.Field.Name;
            string[] Found(string? value) => value is null ? [] : [value];
            return Meaning.Operator(filter) switch
            {
                "__is_null" => ["true", "false"],
                "__gte" => Found(await QueryAsync($"select max({name})::text from {table}")),
                "__lte" => Found(await QueryAsync($"select min({name})::text from {table}")),
                "__contains" => Found(await QueryAsync(
                    $"select substr({name}, 1, 40) from {table} where length({name}) > 2 group by {name} order by count(*), {name} limit 1")),
                _ when filter.Field.Kind.IsList => Found(await QueryAsync(
                    $"select one.value from {table}, unnest({name}) one(value) group by 1 order by count(*), 1 limit 1")),
                _ => Found(await QueryAsync(
                    $"select {name}::text from {table} where {name} is not null group by {name} order by count(*), {name} limit 1")),
            } is { Length: > 0 } values ? [.. values.Select(value => value is "true" or "false" ? value : Meaning.Listed(value))] : [];
        }

        internal async Task<string> RareWordAsync(string resource) =>
            (await QueryAsync(
                $"select word from ts_stat('select search from {Cases.Find(resource).Type.Table}') "
                + "where word ~ '^[a-z]{4,}$' order by ndoc, word limit 1"))!;

        private async Task<HashSet<string>> IdsAsync(string table)
        {
            await using var connection = await _reader!.OpenConnectionAsync();
            return [.. await connection.QueryAsync<string>($"select id from {table}")];
        }

        private async Task<string?> QueryAsync(string sql)
        {
            await using var connection = await _reader!.OpenConnectionAsync();
            return await connection.ExecuteScalarAsync<string?>(sql);
        }

        /// <summary>Copies the loaded records, with other ids, until the table has enough rows.</summary>
        private async Task GrowAsync(Resource resource)
        {
            var table = resource.Type.Table;
            await using var connection = await _database!.Owner.OpenConnectionAsync();
            var columns = (await connection.QueryAsync<string>(
                "select attname from pg_attribute where attrelid = @table::regclass and attnum > 0 and not attisdropped and attgenerated = ''",
                new { table })).ToArray();
            // The id of a country is its code of three letters.
            const string Letters = "chr(65 + n::integer / 676) || chr(65 + n::integer / 26 % 26) || chr(65 + n::integer % 26)";
            var id = resource.Find("code") is null ? "'copy-' || n" : Letters;
            await connection.ExecuteAsync($"""
                insert into {table} ({string.Join(", ", columns)})
                select {string.Join(", ", columns.Select(column => column is "id" or "code" ? id : $"r.{column}"))}
                from (select generate_series(1, {Rows * 2}) as n) numbers
                join (
                    select *, row_number() over (order by id) as own_place, count(*) over () as own_count from {table}
                ) r on own_place = 1 + n % own_count
                where {id} not in (select id from {table})
                order by n
                limit {Rows} - (select count(*) from {table})
                """, commandTimeout: 0);
            await connection.ExecuteAsync($"vacuum analyze {table}", commandTimeout: 0);
        }

        private static string TableOf(FieldFilter filter) => Registry.All.Single(resource => resource.Filters.Contains(filter)).Type.Table;

    }

    /// <summary>The plan of a statement that PostgreSQL has run.</summary>
    internal sealed class Plan
    {
        private static readonly string[] Shown =
        [
            "Node Type", "Index Name", "Relation Name", "Index Cond", "Recheck Cond", "Filter",
            "Actual Rows", "Actual Loops", "Rows Removed by Filter",
        ];

        private readonly JsonElement _root;

        public Plan(string json)
        {
            _root = JsonSerializer.Deserialize<JsonElement>(json)[0].GetProperty("Plan");
        }

        /// <summary>The plan as text: each step, its index and conditions, and its number of rows.</summary>
        public string Text => string.Join('\n', Nodes(_root).Select(node => string.Join("; ", Shown
            .Where(name => node.TryGetProperty(name, out _)).Select(name => $"{name}: {node.GetProperty(name)}"))));

        /// <summary>Whether the plan scans a whole table. A scan that was planned but never started does not count.</summary>
        public bool ReadsTable => Nodes(_root).Any(node =>
            node.GetProperty("Node Type").GetString() == "Seq Scan" && Number(node, "Actual Loops") > 0);

        /// <summary>The number of rows in the result.</summary>
        public double Given => Number(_root, "Actual Rows");

        /// <summary>The number of rows that the plan examines, including those that it drops.</summary>
        public double Touched => Nodes(_root)
            .Where(node => node.GetProperty("Node Type").GetString() is "Seq Scan" or "Index Scan" or "Index Only Scan" or "Bitmap Heap Scan")
            .Sum(node => Number(node, "Actual Loops")
                * (Number(node, "Actual Rows") + Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")));

        /// <summary>The number of blocks of tables and indexes that the plan reads, in memory or on disk.</summary>
        public double Buffers => Number(_root, "Shared Hit Blocks") + Number(_root, "Shared Read Blocks");

        private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

        private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
            node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];
    }
}
