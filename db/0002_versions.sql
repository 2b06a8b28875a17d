create table dataset_versions (
  version integer primary key check (version > 0),
  content_hash text collate "C" not null check (content_hash ~ '^[0-9a-f]{64}$'),
  loaded_at timestamptz not null default now(),
  description jsonb not null,
  counts jsonb not null
);

comment on table dataset_versions is 'Every version of the dataset: each load whose content differs from the last makes the next one';
comment on column dataset_versions.version is 'Number of the version, counted from 1 without gaps';
comment on column dataset_versions.content_hash is 'SHA-256 of the description and of every record; equal content has an equal hash';
comment on column dataset_versions.loaded_at is 'When the load was made';
comment on column dataset_versions.description is 'The seed file dataset.json';
comment on column dataset_versions.counts is 'Number of records by resource';
