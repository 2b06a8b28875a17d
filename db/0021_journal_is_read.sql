-- The API's role reads which scripts were applied, so that a service that is newer than the database says so, and what is missing.
grant select on schema_journal to relations_reader;
