create table indicators (
  like relation_template including all,
  indicator text collate "C" not null check (indicator in (
    'share_of_respondents', 'length', 'rank', 'duration')),
  subject text collate "C" not null check (subject <> ''),
  question text collate "C" check (question <> ''),
  reporter text collate "C" not null,
  partner text collate "C" check (partner <> reporter),
  value numeric not null check (value >= 0),
  unit text collate "C" not null check (unit in (
    'percent', 'mile', 'rank', 'day', 'week', 'month', 'year')),
  qualifier text collate "C" not null check (qualifier in (
    'exact', 'approximately', 'nearly', 'at_least', 'more_than', 'at_most', 'less_than')),
  status text collate "C" not null check (status in ('reported', 'estimated', 'expected', 'announced', 'target')),
  attributed_to text collate "C",
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(to_tsvector('dataset_english', subject || ' ' || coalesce(question, '') || ' ' || coalesce(attributed_to, '')), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  constraint share_is_percentage check (unit <> 'percent' or value <= 100),
  constraint rank_is_whole check (unit <> 'rank' or (value >= 1 and value = trunc(value))),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table indicators is 'Quantities other than those of trade, exercises and visits';
comment on column indicators.indicator is 'What is measured';
comment on column indicators.subject is 'What or who is measured, or the answer given in a poll';
comment on column indicators.question is 'For a poll: what was asked';
comment on column indicators.reporter is 'Country that is measured';
comment on column indicators.partner is 'Other country concerned';
comment on column indicators.value is 'The figure, exact';
comment on column indicators.unit is 'Unit of the value';
comment on column indicators.qualifier is 'How exactly the text gives the value';
comment on column indicators.status is 'How real the figure is';
comment on column indicators.attributed_to is 'Person''s id or body''s name credited with the figure';
comment on column indicators.search is 'For full-text search';

create index on indicators (indicator);
create index on indicators (value, id);
create index on indicators using gin (search);
