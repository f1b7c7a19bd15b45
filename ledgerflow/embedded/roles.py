"""The roles and the database inside the server.

Here: `lf_owner` (owns the database, migrates, makes test databases), `lf_app` (neither owner nor
superuser, so row-level security binds it), `lf_agent` (no login: what the application becomes where
an agent's answer is written, with hardly any rights), `lf_backup` (reads every row past row-level
security, writes none), the database `ledgerflow`. Not here: rights on tables; migrations grant
those. A server that is not embedded has the same roles from docker/postgres/roles.sql.
"""

from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from ledgerflow.embedded.credentials import APP, BACKUP, DATABASE, OWNER, SUPERUSER, Credentials
from ledgerflow.embedded.errors import EmbeddedError
from ledgerflow.embedded.places import PORT

CONNECT_SECONDS = 5
# Kept as the database's comment once all is there; a new number makes the set-up run again.
MARK = "LedgerFlow set-up 3"
OWNER_RIGHTS = "LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"
# pg_dump must read all rows; a backup or restore must see and end other sessions.
BACKUP_RIGHTS = "LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE REPLICATION BYPASSRLS"
BACKUP_MEMBERSHIPS = "pg_read_all_data, pg_read_all_stats, pg_signal_backend"
APP_RIGHTS = "LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"
AGENT = "lf_agent"
AGENT_RIGHTS = "NOLOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def connect_superuser(
    socket_dir: Path, credentials: Credentials
) -> psycopg.Connection[tuple[object, ...]]:
    """An autocommit connection to the maintenance database; psycopg.OperationalError if none."""
    return psycopg.connect(
        host=str(socket_dir),
        port=PORT,
        dbname="postgres",
        user=SUPERUSER,
        password=credentials.superuser,
        connect_timeout=CONNECT_SECONDS,
        application_name="ledgerflow embedded",
        autocommit=True,
    )


def set_up(connection: psycopg.Connection[tuple[object, ...]], credentials: Credentials) -> None:
    """Make roles and database if they are not all there; safe to run again after any stop."""
    found = connection.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
        [DATABASE],
    ).fetchone()
    if found is not None and found[0] == MARK:
        return
    check_time_zones(connection)
    _make_role(connection, OWNER, OWNER_RIGHTS, credentials.owner)
    _make_role(connection, APP, APP_RIGHTS, credentials.app)
    _make_role(connection, BACKUP, BACKUP_RIGHTS, credentials.backup)
    _make_agent_role(connection)
    names = (DATABASE, OWNER, APP, BACKUP)
    database, owner, app, backup = (sql.Identifier(name) for name in names)
    if found is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    for statement in (
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, owner),
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, app),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, backup),
        sql.SQL("GRANT {} TO {}").format(sql.SQL(BACKUP_MEMBERSHIPS), backup),
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(MARK)),
    ):
        connection.execute(statement)


def _make_role(
    connection: psycopg.Connection[tuple[object, ...]],
    name: str,
    rights: LiteralString,
    password: str,
) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    # Only the verifier travels: a password in a statement could end in a log.
    verifier = connection.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()
    connection.execute(
        sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            sql.SQL("CREATE" if known is None else "ALTER"),
            sql.Identifier(name),
            sql.SQL(rights),
            sql.Literal(verifier),
        )
    )


def _make_agent_role(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """The role without a login; the application may become it, and inherits nothing from it."""
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [AGENT]).fetchone()
    agent, app = sql.Identifier(AGENT), sql.Identifier(APP)
    verb = sql.SQL("CREATE" if known is None else "ALTER")
    connection.execute(sql.SQL("{} ROLE {} {}").format(verb, agent, sql.SQL(AGENT_RIGHTS)))
    connection.execute(sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(agent, app))


def check_time_zones(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """EmbeddedError("no_time_zones") when the machine lacks the time zone files."""
    try:
        connection.execute("SELECT make_timestamptz(2025, 7, 1, 12, 0, 0, 'Europe/Berlin')")
    except psycopg.DataError as fault:
        raise EmbeddedError(
            "PostgreSQL does not know the time zone Europe/Berlin: the machine lacks time zones.",
            hint="Install the system package tzdata.",
            code="no_time_zones",
        ) from fault
