create table people (
  like reference_template including all,
  name text collate "C" not null check (name <> ''),
  aliases text[] collate "C" not null,
  country text collate "C",
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', name || ' ' || names), 'A')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')) stored,
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table people is 'People whom records name';
comment on column people.name is 'Name by which the person is best known in English';
comment on column people.aliases is 'Other spellings that the documents use';
comment on column people.country is 'Code of the country the person acts or writes for';
comment on column people.search is 'For full-text search';

create index on people (country);
create index on people using gin (search);
