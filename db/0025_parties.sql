-- Who does what to whom: actors, targets and mentions take the place of a list of all parties, from which dyads were wrong. The
-- revisions of older versions keep the countries and dyads that they had. What they did not record is empty: they have no actors.

create function keys_of_related(jsonb) returns text[] language sql immutable parallel safe
  return (select coalesce(array_agg(distinct key collate "C"), '{}')
    from jsonb_array_elements($1) link, lateral (values (link ->> 'record'), (link ->> 'relation')) keys (key));

comment on function keys_of_related is 'The records and the relations of a list of links, for a filter by either';

create function keys_of_attendees(jsonb) returns text[] language sql immutable parallel safe
  return (select coalesce(array_agg(distinct key collate "C"), '{}')
    from jsonb_array_elements($1) attendee, lateral (values (attendee ->> 'person_id'), (attendee ->> 'country')) keys (key) where key is not null);

comment on function keys_of_attendees is 'The people and countries of a list of attendees, for a filter by either';

create function most_troops(jsonb) returns integer language sql immutable parallel safe
  return (select max((participant ->> 'troops')::integer) from jsonb_array_elements($1) participant);

comment on function most_troops is 'The largest number of troops of a participant; null when none is reported';

create function with_carries(jsonb) returns jsonb language sql immutable parallel safe
  return (select jsonb_agg(entry || '{"carries": "fact"}' order by place) from jsonb_array_elements($1) with ordinality e (entry, place));

do $$
declare
  relations regclass[] := '{relation_template,trade_figures,exercises,visits,statements,agreements,indicators}';
begin
  call for_each_table(relations, 'alter table %s
    drop constraint dyads_of_countries,
    drop constraint topic_codes,
    add column actors text[] collate "C" not null default ''{}'',
    add column targets text[] collate "C" not null default ''{}'',
    add column mutual boolean not null default false,
    add column mentions text[] collate "C" not null default ''{}'',
    add column directed_dyads text[] collate "C" not null default ''{}'',
    add column related jsonb not null default ''[]'',
    add column related_keys text[] collate "C" not null generated always as (keys_of_related(related)) stored,
    add constraint parties_are_apart check (not actors && targets and not (actors || targets) && mentions),
    add constraint parties_are_countries check (actors || targets || mentions <@ countries),
    add constraint targets_have_actors check (cardinality(targets) = 0 or cardinality(actors) > 0),
    add constraint topic_codes check (topics <@ array[
      ''arms'', ''culture'', ''diplomacy'', ''economy'', ''energy'', ''finance'', ''geopolitics'', ''health'', ''history'', ''human_rights'',
      ''ideology'', ''infrastructure'', ''media'', ''military'', ''nato'', ''public_opinion'', ''sanctions'', ''security'', ''sport'', ''taiwan'',
      ''technology'', ''trade'', ''war_in_ukraine''])');
  call for_each_table(relations, 'update %s set evidence = with_carries(evidence)');
  call for_each_table(relations, 'create index on %s using gin (actors)');
  call for_each_table(relations, 'create index on %s using gin (targets)');
  call for_each_table(relations, 'create index on %s using gin (mentions)');
  call for_each_table(relations, 'create index on %s using gin (directed_dyads)');
  call for_each_table(relations, 'create index on %s using gin (related_keys)');
  call for_each_table(relations, 'create index on %s (mutual, id)');
  call for_each_table(relations, 'create index on %s (mutual desc, id)');
  call for_each_table(relations, 'comment on column %s.actors is ''Those who act, codes in alphabetical order''');
  call for_each_table(relations, 'comment on column %s.targets is ''Those at whom the act is directed''');
  call for_each_table(relations, 'comment on column %s.mutual is ''Whether the actors act together and towards one another''');
  call for_each_table(relations, 'comment on column %s.mentions is ''Countries that it is also about''');
  call for_each_table(relations, 'comment on column %s.countries is ''All countries that it concerns''');
  call for_each_table(relations, 'comment on column %s.dyads is ''Pairs between which it happens: CHN-RUS''');
  call for_each_table(relations, 'comment on column %s.directed_dyads is ''The pairs from source to target: CHN>RUS''');
  call for_each_table(relations, 'comment on column %s.related is ''Links to other records: [{record, relation}]''');
  call for_each_table(relations, 'comment on column %s.related_keys is ''For filters by a linked record or a relation''');
  call for_each_table(relations, 'comment on column %s.evidence is ''Phrases in documents: [{source_id, paragraph, exact, carries}]''');
end
$$;

drop function with_carries;

-- Agreements: the countries among the parties are actors and targets now; other bodies have a list of their own.
alter table agreements add column bodies text[] collate "C" not null default '{}';
update agreements set bodies = array(select party from unnest(parties) with ordinality p (party, place) where party <> all(countries) order by place);
alter table agreements drop column search, drop column parties;
alter table agreements add column search tsvector not null generated always as (
  setweight(to_tsvector('dataset_english', title || ' ' || coalesce(name, '')), 'A')
  || setweight(to_tsvector('dataset_english', words_of(bodies)), 'B')
  || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
  || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
  || setweight(to_tsvector('dataset_english', names), 'D')) stored;
create index on agreements using gin (bodies);
create index on agreements using gin (search);
comment on column agreements.bodies is 'Bodies other than countries that make it or carry it out';
comment on column agreements.search is 'For full-text search';

-- Exercises.
alter table exercises
  drop constraint exercises_check,
  add column most_troops integer generated always as (most_troops(participants)) stored;
call index_orders('exercises', array['most_troops']);
comment on column exercises.most_troops is 'For filters by the number of troops';

-- Visits.
alter table visits
  drop constraint visits_kind_check,
  add constraint visits_kind_check check (kind in (
    'state_visit', 'visit', 'meeting', 'talks', 'virtual_meeting', 'phone_call', 'summit', 'invitation')),
  add column visitor_keys text[] collate "C" not null generated always as (keys_of_attendees(visitors)) stored,
  add column host_keys text[] collate "C" not null generated always as (keys_of_attendees(hosts)) stored;
create index on visits using gin (visitor_keys);
create index on visits using gin (host_keys);
comment on column visits.visitor_keys is 'For filters by a visitor or a visitor''s country';
comment on column visits.host_keys is 'For filters by a host or a host''s country';

-- Statements: several speak jointly, and what the text puts between the parts of a quotation was not said.
alter table statements
  add column speakers text[] collate "C" not null default '{}',
  add column quote_parts text[] collate "C" not null default '{}';
update statements set speakers = array[speaker], quote_parts = array[quote];
alter table statements drop constraint person_by_id, drop column search, drop column speaker;
alter table statements
  add column search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title || ' ' || quote), 'A')
    || setweight(to_tsvector('dataset_english', words_of(speakers) || ' ' || coalesce(speaker_role, '')
        || ' ' || coalesce(addressed_to, '') || ' ' || coalesce(venue, '') || ' ' || coalesce(reported_by, '')), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  add constraint somebody_speaks check (cardinality(speakers) > 0);
create index on statements using gin (speakers);
call index_parts('statements', array['id', 'title', 'quote', 'speaker_role', 'addressed_to', 'venue', 'reported_by', 'language', 'note']);
create index on statements using gin (search);
comment on column statements.quote is 'The words, verbatim; " … " joins interrupted parts';
comment on column statements.quote_parts is 'The parts of the quotation, verbatim';
comment on column statements.speakers is 'Persons'' ids or bodies'' names';
comment on column statements.search is 'For full-text search';

-- Figures.
alter table trade_figures drop column search;
alter table indicators drop column search;
call for_each_table('{trade_figures,indicators}', 'alter table %s
  add column value_min numeric,
  add column value_max numeric,
  add column credited text[] collate "C" not null default ''{}''');
call for_each_table('{trade_figures,indicators}', 'update %s set credited = array[attributed_to] where attributed_to is not null');
-- With the column go its indexes, also the one that finds a part of any text.
call for_each_table('{trade_figures,indicators}', 'alter table %s drop column attributed_to');
call for_each_table('{trade_figures,indicators}', 'alter table %s rename column credited to attributed_to');
call index_parts('indicators', array['id', 'title', 'subject', 'question', 'note']);
call for_each_table('{trade_figures,indicators}', 'update %s set
  value_min = case when qualifier in (''exact'', ''at_least'', ''more_than'') then value end,
  value_max = case when qualifier in (''exact'', ''nearly'', ''at_most'', ''less_than'') then value end');
call for_each_table('{trade_figures,indicators}', 'alter table %s alter column attributed_to drop default');
call for_each_table('{trade_figures,indicators}', 'create index on %s using gin (attributed_to)');
call for_each_table('{trade_figures,indicators}', 'comment on column %s.value_min is ''Smallest value that the qualifier allows''');
call for_each_table('{trade_figures,indicators}', 'comment on column %s.value_max is ''Largest value that the qualifier allows''');
call for_each_table('{trade_figures,indicators}', 'comment on column %s.attributed_to is ''Persons'''' ids or bodies'''' names credited with the figure''');
alter table trade_figures
  add column period_type text collate "C" not null default 'as_of'
    check (period_type in ('year', 'quarter', 'month', 'year_to_date', 'as_of', 'announcement')),
  add column base_period text collate "C",
  add column currency text collate "C" check (currency ~ '^[A-Z]{3}$'),
  add column valuation text collate "C" check (valuation in ('fob', 'cif', 'not_stated')),
  add column date_mid date;
update trade_figures set
  period_type = case when date ~ '^[0-9]{4}$' then 'year' when date ~ '^[0-9]{4}-[0-9]{2}$' then 'month' else 'as_of' end,
  valuation = case when indicator = 'trade_value' then 'not_stated' end,
  date_mid = coalesce(date_start + (date_end - date_start) / 2, date_start, date_end);
alter table trade_figures alter column period_type drop default;
-- All trade of two countries is stored once, and is found by either as the reporter.
alter table trade_figures
  add column reporters text[] collate "C" not null generated always as (
    case when flow = 'total' and indicator in ('trade_value', 'growth', 'multiple') and partner is not null
      then array[reporter, partner] else array[reporter] end) stored,
  add column partners text[] collate "C" not null generated always as (
    case when partner is null then '{}' when flow = 'total' and indicator in ('trade_value', 'growth', 'multiple')
      then array[reporter, partner] else array[partner] end) stored,
  add column search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(to_tsvector('dataset_english', coalesce(commodity, '') || ' ' || words_of(attributed_to)), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored;
alter table indicators add column search tsvector not null generated always as (
  setweight(to_tsvector('dataset_english', title), 'A')
  || setweight(to_tsvector('dataset_english', subject || ' ' || coalesce(question, '') || ' ' || words_of(attributed_to)), 'B')
  || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
  || setweight(jsonb_to_tsvector('dataset_english', jsonb_path_query_array(evidence, '$[*].exact'), '["string"]'), 'C')
  || setweight(to_tsvector('dataset_english', names), 'D')) stored;
create index on trade_figures using gin (reporters);
create index on trade_figures using gin (partners);
create index on trade_figures using gin (search);
create index on indicators using gin (search);
create index on trade_figures (base_period);
-- The default order: the figures of most sources first, then the latest.
create index on trade_figures (source_count desc, date_start desc nulls last, id);
call index_orders('trade_figures', array['value_min', 'value_max', 'period_type', 'currency', 'valuation', 'date_mid']);
call index_orders('indicators', array['value_min', 'value_max']);
call index_parts('trade_figures', array['id', 'title', 'commodity', 'currency', 'note']);
comment on column trade_figures.period_type is 'Kind of time that date gives';
comment on column trade_figures.base_period is 'Period with which a growth or multiple compares, in EDTF';
comment on column trade_figures.currency is 'ISO 4217 code, for a settlement or currency share';
comment on column trade_figures.valuation is 'Valuation of a value of trade';
comment on column trade_figures.date_mid is 'Day in the middle of the date, for plots';
comment on column trade_figures.reporters is 'For filters by reporter: both countries of a total that is stored once';
comment on column trade_figures.partners is 'For filters by partner';
comment on column trade_figures.search is 'For full-text search';
comment on column indicators.search is 'For full-text search';
