-- Two roles: the owner, who runs these scripts and loads the data, and the reader, as whom the API logs in.
-- The reader's password is not set here: `Migrations up` sets it from its configuration.
do $$
begin
  create role relations_reader login;
  alter role relations_reader set statement_timeout = '15s';
  alter role relations_reader set idle_in_transaction_session_timeout = '60s';
  alter role relations_reader set default_transaction_read_only = on;
exception
  -- Roles belong to the whole server: another database of it may have made this one before, or be making it now.
  when duplicate_object or unique_violation then null;
end
$$;

comment on role relations_reader is 'Reads the dataset for the API; may only select, and never for long.';

grant usage on schema public to relations_reader;
alter default privileges in schema public grant select on tables to relations_reader;
