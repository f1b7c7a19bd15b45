"""What stands where a backup is to go: read before anything is replaced, shown to a person.

Here: questions only, as the role that may read everything. Not here: deciding (restore.py,
replace.py) or changing anything (swap.py).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from ledgerflow.core.errors import DatabaseUnavailable
from ledgerflow.ops.backup.target import MAINTENANCE, Target

DATABASE_SQL = """
SELECT datallowconn, pg_database_size(oid) FROM pg_database WHERE datname = %s"""

SESSIONS_SQL = """
SELECT pid, usename, application_name, host(client_addr)
  FROM pg_stat_activity
 WHERE datname = %s AND backend_type = 'client backend' AND pid <> pg_backend_pid()
 ORDER BY pid"""

TABLES_SQL = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"""

BOOKS_SQL = """
SELECT (SELECT count(*) FROM firms_firm), (SELECT count(*) FROM firms_business),
       (SELECT count(*) FROM ledger_journalentry),
       (SELECT max(posted_at) FROM ledger_journalentry)"""


@dataclass(frozen=True)
class Session:
    """Somebody who is connected."""

    pid: int
    who: str


@dataclass(frozen=True)
class Books:
    """How much is in a database; `newest` is when the newest entry was posted, UTC."""

    firms: int
    businesses: int
    entries: int
    newest: datetime | None


@dataclass(frozen=True)
class Present:
    """One database as it is. `size` in bytes; `tables` and `books` are None where unreadable.

    `is_closed`: it takes no connections, as an interrupted swap leaves it. `fault` says why the
    books cannot be read.
    """

    database: str
    server: str
    exists: bool
    is_closed: bool = False
    size: int = 0
    sessions: tuple[Session, ...] = ()
    tables: int | None = None
    books: Books | None = None
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to lose: no such database, or one without tables."""
        return not self.exists or self.tables == 0

    @property
    def is_live(self) -> bool:
        """True while anybody is connected."""
        return bool(self.sessions)


def present_state(target: Target, database: str | None = None) -> Present:
    """Look at `database` (the target's own if None); DatabaseUnavailable without a server."""
    name = database or target.database
    login = target.login("backup")
    server = f"{login.host or 'local socket'}:{login.port or '5432'}"
    with target.connection("backup", MAINTENANCE) as connection:
        found = connection.execute(DATABASE_SQL, [name]).fetchone()
        if found is None:
            return Present(name, server, exists=False)
        sessions = sessions_of(connection, name)
    takes_connections, size = found
    if not takes_connections:
        fault = "it takes no connections"
        return Present(name, server, True, is_closed=True, size=size, fault=fault)
    tables, books, fault = _read(target, name)
    return Present(name, server, True, False, size, sessions, tables, books, fault)


def sessions_of(connection: psycopg.Connection[Any], database: str) -> tuple[Session, ...]:
    """Who is connected to `database`, as `connection` may see it."""
    rows = connection.execute(SESSIONS_SQL, [database]).fetchall()
    return tuple(
        Session(pid, f"{program or user or 'somebody'}{f' from {host}' if host else ''}")
        for pid, user, program, host in rows
    )


def in_words(sessions: tuple[Session, ...]) -> str:
    """ "3 sessions (2 of lf_app, 1 of psql from 10.0.0.4)"."""
    counted = Counter(session.who for session in sessions).most_common()
    who = ", ".join(f"{number} of {name}" for name, number in counted)
    return f"{len(sessions)} session{'' if len(sessions) == 1 else 's'} ({who})"


def _read(target: Target, name: str) -> tuple[int | None, Books | None, str]:
    """Tables and books, or why they cannot be read: a damaged database must not stop a restore."""
    tables: int | None = None
    try:
        with target.connection("backup", name) as connection:
            row = connection.execute(TABLES_SQL).fetchone()
            tables = int(row[0]) if row else 0
            if tables == 0:
                return 0, None, ""
            books = connection.execute(BOOKS_SQL).fetchone()
    except (psycopg.Error, DatabaseUnavailable) as error:
        return tables, None, str(error).strip().splitlines()[0]
    return tables, Books(*books) if books else None, ""
