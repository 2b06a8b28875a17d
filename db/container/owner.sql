-- Runs once in the container of docker-compose.yml, as the superuser, before the server accepts connections from elsewhere.
-- It is not a script of the schema. The image passes the password as a variable, so that it may have any character.
\getenv password POSTGRES_PASSWORD
create role relations_owner login createrole password :'password';
alter database relations owner to relations_owner;
-- db/0019 and db/0031 need a superuser, or these rights.
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
grant set on parameter temp_file_limit, log_min_error_statement to relations_owner;
-- Without a password the superuser cannot log in over the network. `docker compose exec postgres psql --username postgres` still works.
alter role postgres password null;
