create table visits (
  like relation_template including all,
  kind text collate "C" not null check (kind in (
    'state_visit', 'visit', 'meeting', 'virtual_meeting', 'phone_call', 'summit', 'invitation')),
  visitors jsonb not null,
  hosts jsonb not null,
  from_country text collate "C",
  to_country text collate "C",
  places text[] collate "C" not null,
  occurrences integer check (occurrences > 0),
  status text collate "C" not null check (status in ('occurred', 'planned', 'unconfirmed', 'declined')),
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(visitors, '$[*].role'), '["string"]'), 'B')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(hosts, '$[*].role'), '["string"]'), 'B')
    || setweight(to_tsvector('dataset_english', words_of(places)), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  constraint somebody_took_part check (jsonb_array_length(visitors) + jsonb_array_length(hosts) > 0),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table visits is 'Visits, meetings, calls, summits and invitations';
comment on column visits.kind is 'Sort of contact';
comment on column visits.visitors is 'Who came, called or was invited: [{person_id, role, country}]';
comment on column visits.hosts is 'Who received, was called or invited: [{person_id, role, country}]';
comment on column visits.from_country is 'Country the visitors came from';
comment on column visits.to_country is 'Country it took place in';
comment on column visits.places is 'Cities and other places';
comment on column visits.occurrences is 'How many the record stands for; null for several without a number';
comment on column visits.status is 'Whether it took place';
comment on column visits.search is 'For full-text search';

create index on visits (kind);
create index on visits using gin (search);
