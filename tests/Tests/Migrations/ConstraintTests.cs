using Dapper;
using Npgsql;
using Tests.Fixtures;
using Xunit;

namespace Tests.Migrations;

/// <summary>The tables refuse invalid rows from every writer.</summary>
public sealed class ConstraintTests(ConstraintTests.Loaded loaded) : IClassFixture<ConstraintTests.Loaded>
{
    public sealed class Loaded(PrivatePostgres postgres) : IAsyncLifetime
    {
        public TestDatabase Database { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            using var dataset = new SmallDataset();
            Database = await postgres.CreateLoadedAsync(dataset.Read());
        }

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }

    [Theory]
    [InlineData("visits", "until = since")]
    [InlineData("visits", "until = since - 1")]
    [InlineData("people", "until = since")]
    [InlineData("visits", "id = ''")]
    [InlineData("visits", "title = ''")]
    [InlineData("visits", "kind = 'Visit'")]
    [InlineData("visits", "status = ''")]
    [InlineData("visits", "date_basis = 'guessed'")]
    [InlineData("visits", "date_basis = null")]
    [InlineData("visits", "date = null, date_start = null, date_end = null")]
    [InlineData("visits", "date = null, date_basis = null")]
    [InlineData("visits", "date_basis = 'inferred'")]
    [InlineData("visits", "date_basis = 'external'")]
    [InlineData("visits", "date_start = date_end + 1")]
    [InlineData("visits", "countries = '{}', actors = '{}'")]
    [InlineData("visits", "targets = '{USA}'")]
    [InlineData("visits", "mentions = '{USA}'")]
    [InlineData("visits", "actors = '{DEU,FRA}'")]
    [InlineData("visits", "actors = '{}', targets = '{USA}'")]
    [InlineData("visits", "topics = '{}'")]
    [InlineData("visits", "topics = '{diplomacy,chess}'")]
    [InlineData("visits", "evidence = '[]'")]
    [InlineData("visits", "source_ids = '{}', source_count = 0")]
    [InlineData("visits", "source_count = 2")]
    [InlineData("visits", "visitors = '[]', hosts = '[]'")]
    [InlineData("visits", "occurrences = 0")]
    [InlineData("exercises", "kind = 'drill'")]
    [InlineData("trade_figures", "partner = reporter")]
    [InlineData("trade_figures", "indicator = 'partner_share'")]
    [InlineData("trade_figures", "unit = 'rank', value = 1.5")]
    [InlineData("trade_figures", "flow = 'both'")]
    [InlineData("statements", "speakers = '{}'")]
    [InlineData("trade_figures", "period_type = 'week'")]
    [InlineData("trade_figures", "currency = 'yuan'")]
    [InlineData("statements", "quote = ''")]
    [InlineData("statements", "language = 'eng'")]
    [InlineData("sources", "sha256 = 'x'")]
    [InlineData("sources", "date_basis = null")]
    [InlineData("sources", "paragraph_count = 0")]
    [InlineData("sources", "record_count = -1")]
    [InlineData("countries", "code = 'ZZZ'")]
    [InlineData("countries", "code = 'usa', id = 'usa'")]
    [InlineData("dataset_versions", "version = 0")]
    [InlineData("dataset_versions", "content_hash = 'x'")]
    public Task A_value_that_breaks_an_invariant_is_refused(string table, string change) =>
        IsRefusedAsync(PostgresErrorCodes.CheckViolation, $"update {table} set {change}");

    [Theory]
    [InlineData("visits", "title = null")]
    [InlineData("visits", "names = null")]
    [InlineData("visits", "contradicts = null")]
    [InlineData("trade_figures", "value = null")]
    [InlineData("people", "aliases = null")]
    public Task Required_columns_are_not_null(string table, string change) =>
        IsRefusedAsync(PostgresErrorCodes.NotNullViolation, $"update {table} set {change}");

    [Theory]
    [InlineData("visits", "since = 99")]
    [InlineData("visits", "until = 99")]
    [InlineData("countries", "since = 99")]
    public Task A_revision_belongs_to_versions_that_exist(string table, string change) =>
        IsRefusedAsync(PostgresErrorCodes.ForeignKeyViolation, $"update {table} set {change}");

    [Theory]
    [InlineData("visits")]
    [InlineData("countries")]
    public Task One_revision_of_an_id_is_current(string table) => IsRefusedAsync(PostgresErrorCodes.UniqueViolation, $"""
        insert into dataset_versions select 2, content_hash, loaded_at, description, counts from dataset_versions;
        create temporary table copied on commit drop as select * from {table};
        update copied set since = 2;
        do $$ begin execute (select format('insert into {table} (%1$s) select %1$s from copied', string_agg(quote_ident(attname), ', '))
          from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''); end $$
        """);

    [Fact]
    public Task Evidence_outside_a_list_is_refused() =>
        IsRefusedAsync(PostgresErrorCodes.InvalidParameterValue, "update visits set evidence = '{}'");

    private async Task IsRefusedAsync(string code, string sql)
    {
        await using var connection = await loaded.Database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(sql));

        Assert.Equal(code, refusal.SqlState);
    }
}
