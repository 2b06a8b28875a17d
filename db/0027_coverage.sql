create table coverage (
  like reference_template including all,
  title text collate "C" not null check (title <> ''),
  source_id text collate "C" not null,
  paragraph integer not null check (paragraph > 0),
  left_out jsonb not null,
  complete jsonb not null,
  records text[] collate "C" not null,
  countries text[] collate "C" not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(left_out, '$[*].what'), '["string"]'), 'B')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(complete, '$[*].what'), '["string"]'), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')) stored,
  constraint records_counted check (record_count = cardinality(records)),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table coverage is 'Paragraphs of the sources: what is recorded, and what was left out';
comment on column coverage.title is 'Title of the source, with the number of the paragraph';
comment on column coverage.source_id is 'Id of the source document';
comment on column coverage.paragraph is 'Number of the paragraph';
comment on column coverage.left_out is 'What is in no record: [{what, reason}]';
comment on column coverage.complete is 'Claims to give everything of a kind: [{resource, kind, dyad, period, start, end, what}]';
comment on column coverage.records is 'Records whose evidence is in the paragraph';
comment on column coverage.countries is 'Countries that its records concern';
comment on column coverage.search is 'For full-text search';

create index on coverage using gin (records);
create index on coverage using gin (countries);
create index on coverage using gin (search);
create index on coverage (id) where complete <> '[]';
call index_orders('coverage', array['title', 'source_id', 'paragraph']);
call index_parts('coverage', array['id', 'note']);
