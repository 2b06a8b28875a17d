-- Compiling a statement of the API takes seconds where running it takes milliseconds. It is the role's own setting, because
-- a pool resets what a connection sets, and poolers refuse start-up options.
do $$
begin
  alter role relations_reader set jit = off;
exception
  when insufficient_privilege then
    raise warning 'Statements of the API will be slow until a superuser runs: alter role relations_reader set jit = off';
  -- Roles belong to the whole server: another database of it may be setting this now.
  when internal_error then null;
end
$$;
