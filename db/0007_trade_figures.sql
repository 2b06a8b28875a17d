create table trade_figures (
  like relation_template including all,
  indicator text collate "C" not null check (indicator in (
    'trade_value', 'growth', 'multiple', 'partner_share', 'commodity_share', 'partner_rank', 'investor_rank',
    'settlement_share', 'currency_share', 'investment_value', 'brand_count')),
  flow text collate "C" check (flow in ('total', 'export', 'import')),
  reporter text collate "C" not null,
  partner text collate "C" check (partner <> reporter),
  commodity text collate "C",
  value numeric not null,
  unit text collate "C" not null check (unit in ('USD', 'percent', 'ratio', 'rank', 'count')),
  qualifier text collate "C" not null check (qualifier in (
    'exact', 'approximately', 'nearly', 'at_least', 'more_than', 'at_most', 'less_than')),
  status text collate "C" not null check (status in ('reported', 'estimated', 'expected', 'announced', 'target')),
  attributed_to text collate "C",
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(to_tsvector('dataset_english', coalesce(commodity, '') || ' ' || coalesce(attributed_to, '')), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  constraint share_is_percentage check (unit <> 'percent' or indicator = 'growth' or value between 0 and 100),
  constraint rank_is_whole check (unit <> 'rank' or (value >= 1 and value = trunc(value))),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table trade_figures is 'Quantities of trade and of the economic exchange around it';
comment on column trade_figures.indicator is 'What is measured';
comment on column trade_figures.flow is 'Direction, as the reporter sees it';
comment on column trade_figures.reporter is 'Country whose trade is measured';
comment on column trade_figures.partner is 'Country it trades with; WLD is the world';
comment on column trade_figures.commodity is 'Goods or service; null for all goods';
comment on column trade_figures.value is 'The figure, exact, in full units';
comment on column trade_figures.unit is 'Unit of the value';
comment on column trade_figures.qualifier is 'How exactly the text gives the value';
comment on column trade_figures.status is 'Reported, expected, announced or a target';
comment on column trade_figures.attributed_to is 'Person''s id or body''s name credited with the figure';
comment on column trade_figures.search is 'For full-text search';

create index on trade_figures (indicator);
create index on trade_figures (reporter);
create index on trade_figures (partner);
create index on trade_figures (value, id);
create index on trade_figures using gin (search);
