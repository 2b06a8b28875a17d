-- Columns, constraints and indexes that the resources share. The tables of the resources copy them (create table … like);
-- the templates themselves stay empty.

-- English with stemming, and with its stop words kept: a search for "no limits" must not become one for "limit",
-- nor a search for "the" one for nothing.
create text search dictionary dataset_stem (template = snowball, language = english);
create text search configuration dataset_english (copy = english);
alter text search configuration dataset_english alter mapping replace english_stem with dataset_stem;

comment on text search configuration dataset_english is 'English stemming without stop words: every word can be found';

-- array_to_string is only stable, because of types whose output depends on settings; for text it depends on nothing.
create function words_of(text[]) returns text language sql immutable parallel safe return array_to_string($1, ' ');

comment on function words_of is 'The texts of a list as one, for full-text search';

create table entry_template (
  since integer not null,
  until integer check (until > since),
  hash bytea not null,
  id text collate "C" not null check (id <> ''),
  note text collate "C",
  names text collate "C" not null,
  primary key (id, since)
);

comment on table entry_template is 'What every resource has; a pattern for tables, never filled';
comment on column entry_template.since is 'Version of the dataset that brought this revision';
comment on column entry_template.until is 'Version of the dataset that changed or removed it; null while it stands';
comment on column entry_template.hash is 'SHA-256 of the revision''s content; a load compares by it';
comment on column entry_template.id is 'Stable, readable key, unique within the resource in each version';
comment on column entry_template.note is 'Caveats in our own words, contradictions included';
comment on column entry_template.names is 'All names of its people and countries, for full-text search only';

create unique index on entry_template (id) where until is null;
create index on entry_template (since);
create index on entry_template (until) where until is not null;

create table relation_template (
  like entry_template including all,
  title text collate "C" not null check (title <> ''),
  date text collate "C" check (date <> ''),
  date_basis text collate "C" check (date_basis in ('stated', 'inferred', 'external')),
  date_note text collate "C",
  date_start date,
  date_end date,
  countries text[] collate "C" not null check (cardinality(countries) > 0),
  dyads text[] collate "C" not null,
  people text[] collate "C" not null,
  topics text[] collate "C" not null check (cardinality(topics) > 0),
  evidence jsonb not null check (jsonb_array_length(evidence) > 0),
  source_ids text[] collate "C" not null,
  source_count integer not null,
  constraint date_has_basis check ((date is null) = (date_basis is null)),
  constraint basis_is_explained check (date_basis is null or date_basis = 'stated' or date_note is not null),
  constraint days_in_order check (date_start <= date_end),
  constraint days_need_date check (date is not null or (date_start is null and date_end is null)),
  constraint sources_counted check (source_count = cardinality(source_ids) and source_count > 0),
  constraint dyads_of_countries check (cardinality(dyads) = cardinality(countries) * (cardinality(countries) - 1) / 2),
  constraint topic_codes check (topics <@ array[
    'arms', 'culture', 'diplomacy', 'energy', 'finance', 'geopolitics', 'health', 'history', 'human_rights', 'ideology',
    'infrastructure', 'media', 'military', 'nato', 'public_opinion', 'sanctions', 'security', 'sport', 'taiwan',
    'technology', 'trade', 'war_in_ukraine'])
);

comment on table relation_template is 'What every record of relations has; a pattern for tables, never filled';
comment on column relation_template.title is 'What happened, one line, in our own words';
comment on column relation_template.date is 'When, in EDTF (ISO 8601-2)';
comment on column relation_template.date_basis is 'Where the date comes from: stated, inferred or external';
comment on column relation_template.date_note is 'How an inferred or external date was arrived at';
comment on column relation_template.date_start is 'First possible day';
comment on column relation_template.date_end is 'Last possible day';
comment on column relation_template.countries is 'The parties, codes in alphabetical order';
comment on column relation_template.dyads is 'Every pair of parties: CHN-RUS';
comment on column relation_template.people is 'Ids of the people named';
comment on column relation_template.topics is 'Subjects, from the code list topic';
comment on column relation_template.evidence is 'Places in documents: [{source_id, paragraph, exact}]';
comment on column relation_template.source_ids is 'Ids of the source documents';
comment on column relation_template.source_count is 'Number of source documents';

create index on relation_template (date_start, id);
create index on relation_template using gin (countries);
create index on relation_template using gin (dyads);
create index on relation_template using gin (people);
create index on relation_template using gin (topics);
create index on relation_template using gin (source_ids);

create table reference_template (
  like entry_template including all,
  dyads text[] collate "C" not null,
  topics text[] collate "C" not null,
  source_ids text[] collate "C" not null,
  record_count integer not null check (record_count >= 0)
);

comment on table reference_template is 'What every resource has that records refer to; a pattern for tables, never filled';
comment on column reference_template.dyads is 'Pairs of countries in the records that refer to it';
comment on column reference_template.topics is 'Subjects of the records that refer to it';
comment on column reference_template.source_ids is 'Source documents of the records that refer to it';
comment on column reference_template.record_count is 'Number of records that refer to it';

create index on reference_template using gin (dyads);
create index on reference_template using gin (topics);
create index on reference_template using gin (source_ids);
