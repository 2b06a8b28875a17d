-- The rank as it is sent and kept in a cursor. Its declared cost makes PostgreSQL order the rows by ts_rank first, and compute this only for
-- those of the page.
create function rank_of(search tsvector, query tsquery) returns real language plpgsql immutable strict parallel safe cost 1000
as 'begin return ts_rank(search, query); end';

comment on function rank_of is 'ts_rank, computed after the rows of a page are chosen';
