-- The roles and the database, with the rights of ledgerflow/embedded/roles.py (a test
-- compares them). Run by a superuser; running it again sets the passwords anew. Passwords are
-- psql variables, or come from the environment, so that no command line shows them:
--     LEDGERFLOW_OWNER_PASSWORD=... LEDGERFLOW_APP_PASSWORD=... LEDGERFLOW_BACKUP_PASSWORD=... \
--         psql -X -v ON_ERROR_STOP=1 -f docker/postgres/roles.sql
\set QUIET on
\if :{?owner_password} \else \getenv owner_password LEDGERFLOW_OWNER_PASSWORD \endif
\if :{?app_password} \else \getenv app_password LEDGERFLOW_APP_PASSWORD \endif
\if :{?backup_password} \else \getenv backup_password LEDGERFLOW_BACKUP_PASSWORD \endif

-- A statement that fails or is slow must not bring a password into the log.
SET log_min_error_statement = 'panic';
SET log_min_duration_statement = -1;
SET log_statement = 'none';
SET password_encryption = 'scram-sha-256';

SELECT 'CREATE ROLE ' || wanted.name
FROM (VALUES ('lf_owner'), ('lf_app'), ('lf_agent'), ('lf_backup')) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name) \gexec

-- Owns the database and its tables, migrates, makes databases to restore into.
ALTER ROLE lf_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'owner_password';
-- Web and workers: neither owner nor superuser, so row-level security binds it.
ALTER ROLE lf_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'app_password';
-- What the application becomes where an agent's answer is written; it inherits nothing from it.
ALTER ROLE lf_agent NOLOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS;
GRANT lf_agent TO lf_app WITH INHERIT FALSE, SET TRUE;
-- Reads every row past row-level security, writes none; a backup sees and ends other sessions.
ALTER ROLE lf_backup LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE REPLICATION BYPASSRLS
    PASSWORD :'backup_password';
GRANT pg_read_all_data, pg_read_all_stats, pg_signal_backend TO lf_backup;

SELECT 'CREATE DATABASE ledgerflow OWNER lf_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'ledgerflow') \gexec
ALTER DATABASE ledgerflow OWNER TO lf_owner;
REVOKE ALL ON DATABASE ledgerflow FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ledgerflow TO lf_app;
GRANT CONNECT ON DATABASE ledgerflow TO lf_backup;
