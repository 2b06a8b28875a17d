-- A search finds every word of a text, also in what the parser of full-text search takes for something else: "oil/gas" for a path,
-- "kremlin.ru" for a host, "<exports>" for a tag, and, where the locale is C, "Putin’s" for one word.

create function words_vector(text) returns tsvector language sql immutable parallel safe
return to_tsvector('dataset_english', only_words($1));

create function words_vector(texts jsonb) returns tsvector language sql immutable parallel safe
return coalesce(
  jsonb_to_tsvector('dataset_english', (select jsonb_agg(only_words(t)) from jsonb_array_elements_text(texts) t), '["string"]'), '');

comment on function words_vector(text) is 'The words of a text, for the columns search';
comment on function words_vector(jsonb) is 'The words of a list of texts, for the columns search; no phrase extends over two of them';

-- Each column search stays as its script declared it, with the function in the place of to_tsvector and jsonb_to_tsvector.
do $$
declare
  of_table regclass;
  declared text;
begin
  for of_table, declared in
    select adrelid::regclass, pg_get_expr(adbin, adrelid) from pg_attrdef
    join pg_attribute on attrelid = adrelid and attnum = adnum
    where attname = 'search' and attgenerated = 's'
    order by adrelid
  loop
    declared := regexp_replace(declared,
      'jsonb_to_tsvector\(''dataset_english''::regconfig, (jsonb_path_query_array\(.*?\)), ''\["string"\]''::jsonb\)', 'words_vector(\1)', 'g');
    declared := replace(declared, 'to_tsvector(''dataset_english''::regconfig, ', 'words_vector(');
    execute format('alter table %s drop column search', of_table);
    execute format('alter table %s add column search tsvector not null generated always as (%s) stored', of_table, declared);
    execute format('create index on %s using gin (search)', of_table);
    execute format('comment on column %s.search is ''For full-text search''', of_table);
  end loop;
end
$$;
