-- What a version suggests must not change when a later one brings other words.
alter table words add column since integer not null default 1 references dataset_versions;
alter table words alter column since drop default;

comment on column words.since is 'Version of the dataset that brought the word first';
