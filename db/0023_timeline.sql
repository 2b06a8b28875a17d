-- The time line leaves out what has no date. In its order those would stand among the dates that are open at an end, and be read past for
-- every page behind the last known day.
do $$
declare
  of_table regclass;
  of_column text;
begin
  foreach of_table in array array['relation_template', 'trade_figures', 'exercises', 'visits', 'statements', 'agreements', 'indicators', 'sources']::regclass[] loop
    foreach of_column in array array['date_start', 'date_end'] loop
      execute format('create index on %s (%2$I, id) where date is not null and %2$I is null', of_table, of_column);
      execute format('create index on %s (%2$I desc nulls last, id) where date is not null and %2$I is null', of_table, of_column);
    end loop;
  end loop;
end
$$;
