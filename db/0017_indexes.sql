-- Every filter and every order is served by an index, so that a page costs the same wherever in a table it is: it is walked to
-- from where the page before ended. An order ends in id, ascending in either direction, with unknown values last; a btree
-- has that in one direction only, so that each column has two. A filter by the column uses either.

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

-- A part of a text, whatever its case. Both sides are put in lower case by ICU, as the API asks, since what pg_trgm does about case
-- depends on the locale of the database. The extension comes with PostgreSQL and may be created by a database's owner; some
-- distributions have it in a package of its own.
do $$ begin
  create extension if not exists pg_trgm;
exception when undefined_file or insufficient_privilege then
  raise warning 'Filters by a part of a text will read whole tables: pg_trgm cannot be created here (%). It is in PostgreSQL''s contrib package.', sqlerrm;
end $$;

create procedure index_parts(of_table regclass, columns text[]) language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'pg_trgm') then
    execute format('create index on %s using gin (%s)', of_table,
      (select string_agg(format('lower(%I collate "und-x-icu") gin_trgm_ops', of_column), ', ') from unnest(columns) of_column));
  end if;
end
$$;

-- Of these, one direction was there.
drop index relation_template_date_start_id_idx, trade_figures_date_start_id_idx, exercises_date_start_id_idx, visits_date_start_id_idx,
  statements_date_start_id_idx, agreements_date_start_id_idx, indicators_date_start_id_idx, sources_date_start_id_idx;
drop index trade_figures_value_id_idx, indicators_value_id_idx;
-- These were for filters alone.
drop index trade_figures_indicator_idx, trade_figures_reporter_idx, trade_figures_partner_idx, exercises_kind_idx, visits_kind_idx,
  statements_speaker_idx, agreements_kind_idx, indicators_indicator_idx, people_country_idx;

-- What all records of relations have. The template is for tables to come. A hash is for a text of any length that is only asked
-- whether it equals another.
do $$
declare
  of_table regclass;
begin
  foreach of_table in array array['relation_template', 'trade_figures', 'exercises', 'visits', 'statements', 'agreements', 'indicators']::regclass[] loop
    call index_orders(of_table, array['title', 'date_start', 'date_end', 'date_basis', 'source_count']);
    execute format('create index on %s (date)', of_table);
    execute format('create index on %s using hash (note)', of_table);
    execute format('create index on %s (id) where note is not null', of_table);
  end loop;
  foreach of_table in array array['countries', 'people', 'sources', 'contradictions', 'reference_template']::regclass[] loop
    call index_orders(of_table, array['record_count']);
    execute format('create index on %s using hash (note)', of_table);
    execute format('create index on %s (id) where note is not null', of_table);
  end loop;
end
$$;

call index_orders('trade_figures', array['indicator', 'flow', 'reporter', 'partner', 'commodity', 'value', 'unit', 'qualifier', 'status', 'attributed_to']);
call index_orders('exercises', array['name', 'kind', 'location', 'occurrences', 'status']);
call index_orders('visits', array['kind', 'from_country', 'to_country', 'occurrences', 'status']);
call index_orders('statements', array['kind', 'speaker', 'speaker_kind', 'speaker_role', 'speaker_country', 'addressed_to', 'venue', 'reported_by', 'language']);
call index_orders('agreements', array['kind', 'name', 'status']);
call index_orders('indicators', array['indicator', 'subject', 'question', 'reporter', 'partner', 'value', 'unit', 'qualifier', 'status', 'attributed_to']);
call index_orders('contradictions', array['title', 'kind']);
call index_orders('sources', array['title', 'document', 'author', 'publisher', 'date_start', 'date_end', 'date_basis', 'kind', 'language', 'paragraph_count']);
call index_orders('people', array['name', 'country']);
call index_orders('countries', array['code', 'name', 'kind']);

call index_parts('trade_figures', array['id', 'title', 'commodity', 'attributed_to', 'note']);
call index_parts('exercises', array['id', 'title', 'name', 'location', 'note']);
call index_parts('visits', array['id', 'title', 'note']);
call index_parts('statements', array['id', 'title', 'quote', 'speaker', 'speaker_role', 'addressed_to', 'venue', 'reported_by', 'language', 'note']);
call index_parts('agreements', array['id', 'title', 'name', 'note']);
call index_parts('indicators', array['id', 'title', 'subject', 'question', 'attributed_to', 'note']);
call index_parts('contradictions', array['id', 'title', 'reason', 'note']);
call index_parts('sources', array['id', 'title', 'document', 'sha256', 'author', 'publisher', 'language', 'note']);
call index_parts('people', array['name', 'note']);
call index_parts('countries', array['id', 'name', 'note']);

create index on statements using hash (quote);
create index on contradictions using hash (reason);
create index on sources using hash (sha256);
create index on sources (date);
create index on visits using gin (places);
create index on people using gin (aliases);

drop procedure index_orders, index_parts;
