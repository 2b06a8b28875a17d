-- What the search over all resources needs: the words that records hold, for suggestions, and snippets with their highlights.
create table words (
  word text collate "C" primary key,
  since integer not null references dataset_versions
);

comment on table words is 'Every word that a record of any version holds, in lower case: for suggestions when a search finds nothing';
comment on column words.word is 'The word: 3 to 40 letters or digits';
comment on column words.since is 'Version of the dataset that brought the word first: what a version suggests must not change when a later one brings others';

create index on words (length(word));

create function highlighted(texts jsonb, query tsquery) returns json
language sql immutable parallel safe cost 10000
as $$
  with best as (
    select t ->> 0 as field, t ->> 1 as text
    from jsonb_array_elements(texts) with ordinality as e (t, place)
    where t ->> 1 is not null
    order by ts_rank_cd(to_tsvector('dataset_english', t ->> 1), query) desc, ts_rank(to_tsvector('dataset_english', t ->> 1), query) desc, place
    limit 1
  ),
  parts as (
    select field, place, replace(part, U&'\E001', '') as plain, split_part(part, U&'\E001', 1) as hit
    from best, string_to_table(ts_headline('dataset_english', text, query, U&'StartSel=\E000, StopSel=\E001, MinWords=15, MaxWords=40'), U&'\E000')
      with ordinality as p (part, place)
  ),
  placed as (
    select field, place, plain, hit, coalesce(sum(length(plain)) over (order by place rows between unbounded preceding and 1 preceding), 0) as start
    from parts
  )
  select json_build_object(
    'field', min(field),
    'snippet', string_agg(plain, '' order by place),
    'highlights', coalesce(json_agg(json_build_object('start', start, 'end', start + length(hit)) order by place) filter (where place > 1), '[]'))
  from placed
$$;

comment on function highlighted is 'Of a record''s texts, [[field, text], …], the one that fits a search best: the piece of it with the words found, and where they stand in it, in characters from 0';
