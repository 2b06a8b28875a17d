-- Which records cannot all hold, and why; beside it, on every record, which others it contradicts.

create table contradictions (
  like reference_template including all,
  title text collate "C" not null check (title <> ''),
  kind text collate "C" not null check (kind in (
    'values_differ', 'parts_exceed_whole', 'dates_differ', 'wording_differs', 'accounts_differ')),
  records text[] collate "C" not null check (cardinality(records) > 1),
  reason text collate "C" not null check (reason <> ''),
  countries text[] collate "C" not null,
  people text[] collate "C" not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(to_tsvector('dataset_english', reason), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  constraint records_counted check (record_count = cardinality(records)),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table contradictions is 'Records that cannot all hold as they are told';
comment on column contradictions.title is 'What disagrees, one line, in our own words';
comment on column contradictions.kind is 'Sort of contradiction';
comment on column contradictions.records is 'The records that cannot all hold: resource/id';
comment on column contradictions.reason is 'What each says, why not all of it can hold, and what may explain it';
comment on column contradictions.countries is 'Countries that its records concern';
comment on column contradictions.people is 'People named in its records';
comment on column contradictions.dyads is 'Pairs of countries in its records';
comment on column contradictions.topics is 'Subjects of its records';
comment on column contradictions.source_ids is 'Source documents of its records';
comment on column contradictions.record_count is 'Number of records it names';
comment on column contradictions.search is 'For full-text search';

create index on contradictions using gin (records);
create index on contradictions using gin (countries);
create index on contradictions using gin (people);
create index on contradictions using gin (search);

-- The template, for tables to come, and the tables that copied it before. Revisions of older versions contradict nothing:
-- nobody had said so then.
alter table relation_template add column contradicts text[] collate "C" not null default '{}';
alter table trade_figures add column contradicts text[] collate "C" not null default '{}';
alter table exercises add column contradicts text[] collate "C" not null default '{}';
alter table visits add column contradicts text[] collate "C" not null default '{}';
alter table statements add column contradicts text[] collate "C" not null default '{}';
alter table agreements add column contradicts text[] collate "C" not null default '{}';
alter table indicators add column contradicts text[] collate "C" not null default '{}';

comment on column relation_template.contradicts is 'The records it contradicts: resource/id';
comment on column trade_figures.contradicts is 'The records it contradicts: resource/id';
comment on column exercises.contradicts is 'The records it contradicts: resource/id';
comment on column visits.contradicts is 'The records it contradicts: resource/id';
comment on column statements.contradicts is 'The records it contradicts: resource/id';
comment on column agreements.contradicts is 'The records it contradicts: resource/id';
comment on column indicators.contradicts is 'The records it contradicts: resource/id';

create index on relation_template using gin (contradicts);
create index on trade_figures using gin (contradicts);
create index on exercises using gin (contradicts);
create index on visits using gin (contradicts);
create index on statements using gin (contradicts);
create index on agreements using gin (contradicts);
create index on indicators using gin (contradicts);
