create table sources (
  like reference_template including all,
  title text collate "C" not null check (title <> ''),
  document text collate "C" not null check (document <> ''),
  sha256 text collate "C" not null check (sha256 ~ '^[0-9a-f]{64}$'),
  author text collate "C",
  publisher text collate "C",
  date text collate "C",
  date_basis text collate "C" check (date_basis in ('stated', 'inferred', 'external')),
  date_note text collate "C",
  date_start date,
  date_end date,
  kind text collate "C" not null check (kind in ('opinion', 'essay', 'newsletter', 'blog_post', 'analysis', 'news')),
  language text collate "C" not null check (language ~ '^[a-z]{2}$'),
  paragraph_count integer not null check (paragraph_count > 0),
  countries text[] collate "C" not null,
  people text[] collate "C" not null,
  search tsvector not null generated always as (
    setweight(to_tsvector('dataset_english', title), 'A')
    || setweight(to_tsvector('dataset_english', coalesce(author, '') || ' ' || coalesce(publisher, '')), 'B')
    || setweight(to_tsvector('dataset_english', coalesce(note, '')), 'C')) stored,
  constraint date_has_basis check ((date is null) = (date_basis is null)),
  constraint basis_is_explained check (date_basis is null or date_basis = 'stated' or date_note is not null),
  constraint days_in_order check (date_start <= date_end),
  foreign key (since) references dataset_versions,
  foreign key (until) references dataset_versions
);

comment on table sources is 'The documents that records are taken from';
comment on column sources.title is 'The document''s own title';
comment on column sources.document is 'Name of the document''s file';
comment on column sources.sha256 is 'SHA-256 of the document''s bytes';
comment on column sources.author is 'Author, where the text names one';
comment on column sources.publisher is 'Publisher, where the text names one';
comment on column sources.date is 'Publication, in EDTF (ISO 8601-2)';
comment on column sources.date_basis is 'Where the date comes from: stated, inferred or external';
comment on column sources.date_note is 'How an inferred or external date was arrived at';
comment on column sources.date_start is 'First possible day of publication';
comment on column sources.date_end is 'Last possible day of publication';
comment on column sources.kind is 'Sort of document';
comment on column sources.language is 'ISO 639-1 code';
comment on column sources.paragraph_count is 'Number of non-blank lines';
comment on column sources.countries is 'Countries that its records concern';
comment on column sources.people is 'People named in its records';
comment on column sources.search is 'For full-text search';

create index on sources (date_start, id);
create index on sources using gin (countries);
create index on sources using gin (people);
create index on sources using gin (search);
