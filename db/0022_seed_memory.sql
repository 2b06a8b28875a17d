-- What a load remembers, so that the next one need not read and check again what is the same: of each record the hash of its bytes in
-- the seed file, and in what context all these were checked. It is no part of what a record says.
do $$
declare
  relations text;
begin
  foreach relations in array array['relation_template', 'trade_figures', 'exercises', 'visits', 'statements', 'agreements', 'indicators']
  loop
    execute format('alter table %I add column seed_hash bytea', relations);
    execute format('comment on column %I.seed_hash is %L', relations, 'SHA-256 of the record''s bytes in its seed file; null where it came from none');
  end loop;
end
$$;

alter table installation add column seed_context bytea;

comment on column installation.seed_context is 'Hash of what the records with a seed_hash were checked against, and the programs that did';
