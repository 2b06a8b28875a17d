-- A statement of the API's role takes one process, so that a heavy one leaves the other cores to light ones.
do $$
begin
  alter role relations_reader set max_parallel_workers_per_gather = 0;
exception
  when insufficient_privilege then
    raise warning 'Statements of the API take what the server allows: `Migrations status` lists the bounds that a superuser can set';
  -- Roles belong to the whole server: another database of it may be setting this now.
  when internal_error then null;
end
$$;
