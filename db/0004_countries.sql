create table countries (
  like reference_template including all,
  code text collate "C" not null check (code ~ '^[A-Z]{3}$' and code = id),
  name text collate "C" not null check (name <> ''),
  kind text collate "C" not null check (kind in ('country', 'territory', 'bloc', 'former_country')),
  people text[] collate "C" not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', name), 'A')
    || setweight(to_tsvector('simple', code), 'A')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')) stored,
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table countries is 'Countries, territories and blocs';
comment on column countries.code is 'ISO 3166-1 alpha-3; blocs and countries of the past have codes of their own';
comment on column countries.name is 'Short name in English';
comment on column countries.kind is 'What stands behind the code';
comment on column countries.people is 'People named in the records that concern it';
comment on column countries.search is 'For full-text search';

create index on countries using gin (people);
create index on countries using gin (search);
