-- Countries and people by their names in their own script, and countries by the codes of other lists.
alter table countries
  add column code_source text collate "C" not null default 'iso' check (code_source in ('iso', 'world_bank', 'dataset')),
  add column native_names text[] collate "C" not null default '{}',
  add column alpha2 text collate "C" check (alpha2 ~ '^[A-Z]{2}$'),
  add column numeric text collate "C" check (numeric ~ '^[0-9]{3}$'),
  add column state_codes jsonb not null default '[]',
  add column memberships jsonb not null default '[]';
alter table countries alter column code_source drop default;
alter table countries drop column search;
alter table countries add column search tsvector not null generated always as (
  setweight(to_tsvector('dataset_english', name || ' ' || names), 'A')
  || setweight(to_tsvector('simple', code || ' ' || coalesce(alpha2, '')), 'A')
  || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')) stored;

alter table people add column native_name text collate "C" check (native_name <> '');

alter table sources
  add column url text collate "C" check (url ~ '^https?://'),
  add column archived_url text collate "C" check (archived_url ~ '^https?://');

comment on column countries.code_source is 'Where the code is from';
comment on column countries.native_names is 'Names in its own languages and scripts';
comment on column countries.alpha2 is 'ISO 3166-1 alpha-2';
comment on column countries.numeric is 'ISO 3166-1 numeric';
comment on column countries.state_codes is 'Numbers in lists of states: [{list, number, since, until}]';
comment on column countries.memberships is 'Blocs to which it belongs: [{bloc, since, until}]';
comment on column countries.search is 'For full-text search';
comment on column people.native_name is 'Name in its own script';
comment on column sources.url is 'Address on the web';
comment on column sources.archived_url is 'Address of a copy in a web archive';

create index on countries using gin (native_names);
create index on countries using gin (search);
call index_orders('countries', array['code_source', 'alpha2', 'numeric']);
call index_orders('people', array['native_name']);
call index_parts('countries', array['alpha2', 'numeric']);
call index_parts('people', array['native_name']);
