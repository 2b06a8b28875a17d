using System.Reflection;
using Api.Resources;
using Dataset;
using Tests.Fixtures;
using Tests.Support;
using Xunit;

namespace Tests.Migrations;

/// <summary>The schema matches the records: columns, types, codes, comments.</summary>
public sealed class SchemaTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateMigratedAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Every_table_and_column_has_comments() => Assert.Empty(await _database.ListAsync<string>("""
        select c.relname || coalesce('.' || a.attname, '')
        from pg_class c
        left join lateral (select 0 as attnum, null as attname union all
          select attnum, attname from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) a on true
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm')
          and coalesce(case when attnum = 0 then obj_description(c.oid, 'pg_class') else col_description(c.oid, attnum) end, '') = ''
        """));

    [Fact]
    public async Task Properties_and_columns_correspond()
    {
        foreach (var resource in ResourceTypes.All)
        {
            string[] own = ["since integer not null", "until integer", "hash bytea not null"];
            var expected = resource.Properties
                .Select(property => $"{Names.Snake(property.Name)} {TypeOf(property)}{(IsNullable(property) ? "" : " not null")}")
                .Concat([.. own, .. resource.HoldsRelations ? ["seed_hash bytea"] : Array.Empty<string>()]);

            var columns = await _database.ListAsync<string>("""
                select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
                from pg_attribute where attrelid = @Table::regclass and attnum > 0 and not attisdropped and attgenerated = ''
                """, new { resource.Table });

            Assert.Equal(expected.Order(StringComparer.Ordinal), columns.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Generated_columns_are_for_search_and_filters()
    {
        foreach (var resource in Registry.All)
        {
            var columns = await _database.ListAsync<string>(
                "select attname from pg_attribute where attrelid = @Table::regclass and attnum > 0 and not attisdropped and attgenerated <> ''",
                new { resource.Type.Table });

            Assert.Equal(
                resource.FilterColumns.Select(column => column.Name).Append("search").Order(StringComparer.Ordinal),
                columns.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Code_columns_accept_only_their_codes()
    {
        foreach (var resource in ResourceTypes.All)
        {
            foreach (var property in resource.Properties)
            {
                if (CodesOf(property.PropertyType) is not { } codes)
                    continue;
                var column = Names.Snake(property.Name);
                // Only constraints on this single column that list values. The codes of a list field are limited only by the records.
                var allowed = await _database.ListAsync<string>("""
                    select distinct code[1] from pg_constraint c
                    join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum],
                    regexp_matches(pg_get_constraintdef(c.oid), '''([^'']+)''::text', 'g') code
                    where c.conrelid = @Table::regclass and a.attname = @column and pg_get_constraintdef(c.oid) like '%ARRAY[%'
                    """, new { resource.Table, column });

                if (typeof(ReferenceEntry).IsAssignableFrom(resource.Record) && property.Name == nameof(ReferenceEntry.Topics))
                    Assert.Empty(allowed); // Derived from the records, which have the constraint.
                else
                    Assert.Equal(codes.Codes.Select(code => code.Name).Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Lists_and_full_text_have_indexes()
    {
        foreach (var resource in Registry.All)
        {
            var lists = resource.Filters.Select(filter => filter.Field).Where(field => field.Kind.IsList).Select(field => field.Name)
                .Distinct().Append("search");

            var indexed = await _database.ListAsync<string>("""
                select a.attname from pg_index i
                join pg_class c on c.oid = i.indexrelid
                join pg_am m on m.oid = c.relam and m.amname = 'gin'
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                where i.indrelid = @Table::regclass
                """, new { resource.Type.Table });

            Assert.Equal(lists.Order(StringComparer.Ordinal), indexed.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task New_table_gets_indexes_from_helpers()
    {
        await _database.QueryAsync<object?>("""
            create table notes (id text not null, title text not null, day date);
            create table more_notes (like notes);
            call index_orders('notes', '{title,day}');
            call index_parts('notes', '{title}');
            call for_each_table('{notes,more_notes}', 'alter table %s add column value_top numeric');
            """);

        Assert.Equal(
            ["btree (day DESC NULLS LAST, id)", "btree (day, id)", "btree (title DESC, id)", "btree (title, id)"],
            await _database.ListAsync<string>("""
                select regexp_replace(indexdef, '^.* USING ', '') collate "C" from pg_indexes
                where tablename = 'notes' and indexdef like '% USING btree %' order by 1
                """));
        Assert.Equal(
            await _database.QueryAsync<long>("select count(*) from pg_extension where extname = 'pg_trgm'"),
            await _database.QueryAsync<long>("select count(*) from pg_indexes where tablename = 'notes' and indexdef like '%gin_trgm_ops%'"));
        Assert.Equal(2, await _database.QueryAsync<long>("select count(*) from pg_attribute where attname = 'value_top' and not attisdropped"));
    }

    [Fact]
    public async Task Every_table_belongs_to_the_owner() => Assert.Equal(
        ["relations_owner"], await _database.ListAsync<string>("select distinct tableowner from pg_tables where schemaname = 'public'"));

    [Fact]
    public async Task Text_is_ordered_by_its_bytes_everywhere() => Assert.Empty(await _database.ListAsync<string>("""
        select attrelid::regclass || '.' || attname from pg_attribute
        join pg_class c on c.oid = attrelid and c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'schema_%'
        join pg_type t on t.oid = atttypid and t.typname in ('text', '_text')
        where attnum > 0 and attcollation <> '"C"'::regcollation
        """));

    private static CodeList? CodesOf(Type type)
    {
        var code = Nullable.GetUnderlyingType(type) ?? (type.IsGenericType ? type.GetGenericArguments()[0] : type);
        return code.IsEnum ? CodeLists.Of(code) : null;
    }

    private static string TypeOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type == typeof(string) || type == typeof(FuzzyDate) || type.IsEnum ? "text"
            : type == typeof(int) ? "integer"
            : type == typeof(bool) ? "boolean"
            : type == typeof(decimal) ? "numeric"
            : type == typeof(DateOnly) ? "date"
            : type == typeof(IReadOnlyList<string>) || CodesOf(type) is not null ? "text[]"
            : "jsonb";
    }

    private static bool IsNullable(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
}
