-- A snippet is a piece of its text as it is, and what is marked in it is what the search found. The parser of full-text search takes a part of
-- a text for a tag, an entity, an address or a path, and ts_headline leaves tags out. So both see words only, at the same places.

-- Letters and digits of all scripts stay, and so does a point before a digit. By fixed ranges, and not by a collation, which another version of
-- ICU would change.
create function only_words(text) returns text language sql immutable parallel safe
return regexp_replace($1,
  '[^ 0-9A-Za-z.\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u3005-\ud7ff\uf900-\ufdff\ufe70-\ufefc\uff10-\uffdc'
  '\U00010000-\U0001efff\U00020000-\U0003ffff]|\.(?![0-9])', ' ', 'g');

comment on function only_words is 'A text with a space in the place of each character that is not of a word; it is as long as the text';

create or replace function highlighted(texts jsonb, query tsquery) returns json
language sql immutable parallel safe cost 10000
as $$
  with best as (
    select t ->> 0 as field, t ->> 1 as text, words
    from jsonb_array_elements(texts) with ordinality as e (t, place), only_words(t ->> 1) as words
    where words is not null
    order by ts_rank_cd(to_tsvector('dataset_english', words), query) desc, ts_rank(to_tsvector('dataset_english', words), query) desc, place
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
