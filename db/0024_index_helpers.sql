-- The helpers of 0017, which dropped them, for tables to come. Only the owner may call them.

-- A list is ordered by a column, then by id, with unknown values last in both directions. A btree has the id ascending in one
-- direction only, so that each column has two.
create procedure index_orders(of_table regclass, columns text[]) language plpgsql as $$
declare
  of_column text;
  may_be_null boolean;
begin
  foreach of_column in array columns loop
    select not attnotnull into strict may_be_null from pg_attribute where attrelid = of_table and attname = of_column;
    execute format('create index on %s (%I, id)', of_table, of_column);
    execute format('create index on %s (%I desc%s, id)', of_table, of_column, case when may_be_null then ' nulls last' end);
  end loop;
end
$$;

comment on procedure index_orders is 'Creates the indexes by which a table is ordered by each of its columns, up and down';

-- ICU lowers the case on both sides, as the API does; pg_trgm would depend on the locale of the database.
create procedure index_parts(of_table regclass, columns text[]) language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'pg_trgm') then
    execute format('create index on %s using gin (%s)', of_table,
      (select string_agg(format('lower(%I collate "und-x-icu") gin_trgm_ops', of_column), ', ') from unnest(columns) of_column));
  end if;
end
$$;

comment on procedure index_parts is 'Creates the index that finds a part of a text in any of the columns, where pg_trgm is installed';

-- A column, constraint or index that several tables share is then written once, as in
-- call for_each_table('{trade_figures,indicators}', 'alter table %s add column value_max numeric').
create procedure for_each_table(tables regclass[], statement text) language plpgsql as $$
declare
  of_table regclass;
begin
  foreach of_table in array tables loop
    execute format(statement, of_table);
  end loop;
end
$$;

comment on procedure for_each_table is 'Executes a statement for each table, whose name takes the place of %s';

revoke execute on procedure index_orders, index_parts, for_each_table from public;
