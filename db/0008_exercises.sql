create table exercises (
  like relation_template including all,
  name text collate "C" check (name <> ''),
  kind text collate "C" not null check (kind in (
    'naval_exercise', 'strategic_exercise', 'air_patrol', 'joint_exercise')),
  participants jsonb not null check (jsonb_array_length(participants) = cardinality(countries)),
  location text collate "C",
  occurrences integer check (occurrences > 0),
  status text collate "C" not null check (status in ('occurred', 'ongoing', 'planned', 'unconfirmed')),
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title || ' ' || coalesce(name, '')), 'A')
    || setweight(to_tsvector('dataset_english', coalesce(location, '')), 'B')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(participants, '$[*].forces'), '["string"]'), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table exercises is 'Joint military exercises, drills and patrols';
comment on column exercises.name is 'Proper name, where the text gives one';
comment on column exercises.kind is 'Sort of exercise';
comment on column exercises.participants is 'Countries taking part: [{country, troops, forces}]';
comment on column exercises.location is 'Where it was held';
comment on column exercises.occurrences is 'How many the record stands for; null for several without a number';
comment on column exercises.status is 'Whether it took place';
comment on column exercises.search is 'For full-text search';

create index on exercises (kind);
create index on exercises using gin (search);
