create table agreements (
  like relation_template including all,
  kind text collate "C" not null check (kind in (
    'joint_statement', 'agreement', 'treaty', 'border_delimitation', 'roadmap', 'pledge', 'proposal',
    'project', 'partnership', 'alliance', 'grouping', 'membership', 'cooperation', 'peace_plan',
    'sanctions', 'export_controls', 'trade_restrictions', 'policy', 'rules')),
  name text collate "C" check (name <> ''),
  parties text[] collate "C" not null,
  status text collate "C" not null check (status in (
    'in_force', 'agreed', 'issued', 'signed', 'ratified', 'announced', 'proposed', 'considered',
    'planned', 'under_construction', 'founded', 'expanded', 'completed', 'de_facto', 'not_signed',
    'refused', 'ended')),
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title || ' ' || coalesce(name, '')), 'A')
    || setweight(to_tsvector('dataset_english', words_of(parties)), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table agreements is 'Agreements, joint statements, pledges, projects, groupings, sanctions and policies';
comment on column agreements.kind is 'Sort of agreement';
comment on column agreements.name is 'Proper name, where the text gives one';
comment on column agreements.parties is 'Who makes, holds or joins it, or imposes it and on whom: codes of countries, names of bodies';
comment on column agreements.status is 'How far it has come';
comment on column agreements.search is 'For full-text search';

create index on agreements (kind);
create index on agreements using gin (parties);
create index on agreements using gin (search);
