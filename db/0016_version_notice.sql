-- Tells whoever listens that a version stands, as soon as its load is committed. A standby tells nobody: what reads there asks.
create function tell_version() returns trigger language plpgsql as $$
begin
  perform pg_notify('dataset_version', new.version::text);
  return null;
end
$$;

comment on function tell_version() is 'Notifies the channel dataset_version of the number of a new version';

create trigger tell_version after insert on dataset_versions for each row execute function tell_version();
