-- The rank as it is sent and kept in a cursor. Its declared cost makes PostgreSQL order the rows by ts_rank first, and compute this only for
-- those of the page.
create function rank_of(search tsvector, query tsquery) returns real language plpgsql immutable strict parallel safe cost 1000
as 'begin return ts_rank(search, query); end';

comment on function rank_of is 'ts_rank, computed after the rows of a page are chosen';

-- The text that fits a search best is found in the same way.
create or replace function highlighted(texts jsonb, query tsquery) returns json
language sql immutable parallel safe cost 10000
as $$
  with best as (
    select t ->> 0 as field, t ->> 1 as text, words
    from jsonb_array_elements(texts) with ordinality as e (t, place), only_words(t ->> 1) as words
    where words is not null
    order by ts_rank(to_tsvector('dataset_english', words), query) desc, place
    limit 1
  ),
  -- The marks are none of the characters that words have.
  parts as (
    select field, text, words, place, replace(part, '>', '') as plain, split_part(part, '>', 1) as hit
    from best, string_to_table(ts_headline('dataset_english', words, query, 'StartSel=<, StopSel=>, MinWords=15, MaxWords=40'), '<')
      with ordinality as p (part, place)
  ),
  placed as (
    select field, text, words, place, plain, hit,
      coalesce(sum(length(plain)) over (order by place rows between unbounded preceding and 1 preceding), 0) as start
    from parts
  )
  select json_build_object(
    'field', min(field),
    'snippet', substr(min(text), strpos(min(words), string_agg(plain, '' order by place)), sum(length(plain))::integer),
    'highlights', coalesce(json_agg(json_build_object('start', start, 'end', start + length(hit)) order by place) filter (where place > 1), '[]'))
  from placed
$$;
