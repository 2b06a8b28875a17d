-- What PostgreSQL lets every role write unless it is told otherwise: temporary tables and large objects. The API's role needs
-- neither, and should fill no disk even if SQL were ever injected.
do $$
begin
  execute format('grant temporary on database %I to %I', current_database(), current_user);
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

do $$
begin
  if has_function_privilege('relations_reader', 'lo_create(oid)', 'execute') then
    revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
  end if;
exception
  when insufficient_privilege then
    raise warning 'The API''s role may make large objects, though it never does, until a superuser runs: revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public';
end
$$;
