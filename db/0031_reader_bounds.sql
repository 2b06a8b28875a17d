-- What one connection of the API's role may take, whatever the server allows others: 4 MB for a sort, 8 MB for a hash, one process more,
-- and 1 GB of temporary files. A load runs as the owner, whom this does not bound.
do $$
begin
  alter role relations_reader set work_mem = '4MB';
  alter role relations_reader set hash_mem_multiplier = 2;
  alter role relations_reader set max_parallel_workers_per_gather = 1;
exception
  when insufficient_privilege then
    raise warning 'Statements of the API take what the server allows: `Migrations status` lists the bounds that a superuser can set';
  -- Roles belong to the whole server: another database of it may be setting this now.
  when internal_error then null;
end
$$;

-- Clients abandon requests, and their statements are long: the log gets a line about each that was cancelled, without its text.
do $$
begin
  alter role relations_reader set temp_file_limit = '1GB';
  alter role relations_reader set log_min_error_statement = 'panic';
exception
  when insufficient_privilege then
    raise warning 'The API''s role may fill the disk: `Migrations status` lists the bounds that a superuser can set';
  when internal_error then null;
end
$$;
