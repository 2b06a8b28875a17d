-- What is this database's own, whatever is loaded into it. The reader may read it, as it may everything, and clients of the API
-- see nothing of it. It is the same on every standby and in every dump. Who loads locks the row, which the reader cannot.
create table installation (
  single boolean primary key default true check (single),
  cursor_key bytea not null
);

comment on table installation is 'What is this database''s own, whatever is loaded into it: one row';
comment on column installation.single is 'True: there is no second row';
comment on column installation.cursor_key is 'Secret with which the API seals its cursors; every instance has it from here';

insert into installation (cursor_key) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
