-- A window of time is asked as a range of days. Two columns, each with an index of its own, serve only windows at either end of the
-- dates: in the middle, each condition by itself leaves half of the table.
do $$
declare
  of_table regclass;
begin
  foreach of_table in array array['relation_template', 'trade_figures', 'exercises', 'visits', 'statements', 'agreements', 'indicators', 'sources']::regclass[] loop
    execute format('create index on %s using gist (daterange(date_start, date_end, ''[]'')) where date_start is not null or date_end is not null', of_table);
  end loop;
end
$$;
