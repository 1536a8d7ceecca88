-- The database roles of one deployment, to be run once in its empty database as a user who may create roles:
--
--   psql --set ON_ERROR_STOP=1 --set owner=… --set intake=… --set matching=… --set scheduling=… --file roles.sql
--
-- each variable being that role's password. The owner changes schemas and is used by `firstcall migrate` only. Each
-- service reads and writes the rows of its own schema and sees no other's.
\set QUIET on
CREATE ROLE firstcall_owner LOGIN PASSWORD :'owner';
CREATE ROLE firstcall_intake LOGIN PASSWORD :'intake';
CREATE ROLE firstcall_matching LOGIN PASSWORD :'matching';
CREATE ROLE firstcall_scheduling LOGIN PASSWORD :'scheduling';

SELECT current_database() AS database \gset
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO firstcall_intake, firstcall_matching, firstcall_scheduling;
-- Schemas, and the btree_gist extension in the public one.
GRANT CONNECT, CREATE ON DATABASE :"database" TO firstcall_owner;
GRANT CREATE ON SCHEMA public TO firstcall_owner;

CREATE SCHEMA intake AUTHORIZATION firstcall_owner;
GRANT USAGE ON SCHEMA intake TO firstcall_intake;
ALTER DEFAULT PRIVILEGES FOR ROLE firstcall_owner IN SCHEMA intake
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO firstcall_intake;
ALTER DEFAULT PRIVILEGES FOR ROLE firstcall_owner IN SCHEMA intake GRANT USAGE, SELECT ON SEQUENCES TO firstcall_intake;

CREATE SCHEMA matching AUTHORIZATION firstcall_owner;
GRANT USAGE ON SCHEMA matching TO firstcall_matching;
ALTER DEFAULT PRIVILEGES FOR ROLE firstcall_owner IN SCHEMA matching
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO firstcall_matching;
ALTER DEFAULT PRIVILEGES FOR ROLE firstcall_owner IN SCHEMA matching GRANT USAGE, SELECT ON SEQUENCES TO firstcall_matching;

CREATE SCHEMA scheduling AUTHORIZATION firstcall_owner;
GRANT USAGE ON SCHEMA scheduling TO firstcall_scheduling;
ALTER DEFAULT PRIVILEGES FOR ROLE firstcall_owner IN SCHEMA scheduling
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO firstcall_scheduling;
ALTER DEFAULT PRIVILEGES FOR ROLE firstcall_owner IN SCHEMA scheduling GRANT USAGE, SELECT ON SEQUENCES TO firstcall_scheduling;
