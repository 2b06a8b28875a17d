create table statements (
  like relation_template including all,
  kind text collate "C" not null check (kind in ('quote', 'phrase')),
  quote text collate "C" not null check (quote <> ''),
  speaker text collate "C" not null check (speaker <> ''),
  speaker_kind text collate "C" not null check (speaker_kind in ('person', 'institution', 'publication')),
  speaker_role text collate "C",
  speaker_country text collate "C",
  addressed_to text collate "C",
  venue text collate "C",
  reported_by text collate "C",
  language text collate "C" not null check (language ~ '^[a-z]{2}$'),
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title || ' ' || quote), 'A')
    || setweight(to_tsvector('dataset_english', speaker || ' ' || coalesce(speaker_role, '')
        || ' ' || coalesce(addressed_to, '') || ' ' || coalesce(venue, '') || ' ' || coalesce(reported_by, '')), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')
    || setweight(to_tsvector('dataset_english', names), 'D')) stored,
  constraint person_by_id check ((speaker_kind = 'person') = (speaker ~ '^[a-z0-9]+(-[a-z0-9]+)*$')),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table statements is 'Quotations and attributed phrases';
comment on column statements.kind is 'Whether a clause or a few words are quoted';
comment on column statements.quote is 'The words, verbatim; interrupted parts are joined by one space';
comment on column statements.speaker is 'Person''s id or body''s name';
comment on column statements.speaker_kind is 'What the speaker is';
comment on column statements.speaker_role is 'Office or profession as the text gives it';
comment on column statements.speaker_country is 'Country or bloc of the speaker';
comment on column statements.addressed_to is 'Person''s id or body''s name addressed';
comment on column statements.venue is 'Occasion or place of publication';
comment on column statements.reported_by is 'Publication credited for the words';
comment on column statements.language is 'ISO 639-1 code';
comment on column statements.search is 'For full-text search';

create index on statements (speaker);
create index on statements using gin (search);
