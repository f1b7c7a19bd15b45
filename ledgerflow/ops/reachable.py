"""A database connection of its own for questions about the database itself.

Here: opening it quickly or not at all, and what keeps the web and the worker from working. Not
here: the connection that requests use; a full or broken pool must not hold a probe up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from ledgerflow.core.errors import DatabaseUnavailable
from ledgerflow.embedded import EmbeddedError

CONNECT_SECONDS = 3
STATEMENT_MS = 3000

UNREACHABLE = "The database cannot be reached."
REFUSING = "The database refuses to answer."
NOT_MIGRATED = "Migrations are not applied: {count} missing, the first is {first}."

GONE = (OperationalError, InterfaceError, DatabaseUnavailable, EmbeddedError)
"""What opening or asking raises when nobody answers."""


@contextmanager
def own_connection(alias: str = "default") -> Iterator[Any]:
    """A Django connection of no pool, in a transaction that is given up at the end: to read only.

    Raises one of GONE within seconds where the database does not answer.
    """
    shared: Any = connections[alias]
    shared.resolve_address()
    own = shared.copy()
    given = own.settings_dict["OPTIONS"]
    options = {key: value for key, value in given.items() if key != "pool"}
    own.settings_dict["OPTIONS"] = options | {"connect_timeout": CONNECT_SECONDS}
    try:
        # Not for the session: behind a pooler the next client would inherit it.
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT_MS}")
        yield own
    finally:
        own.close()


def unready_reasons(alias: str = "default") -> list[str]:
    """Why no work can be done in this database now, in words; [] when it can."""
    try:
        with own_connection(alias) as connection:
            return schema_faults(connection)
    except GONE:
        return [UNREACHABLE]
    except DatabaseError:  # a right is missing, say
        return [REFUSING]


def schema_faults(connection: Any) -> list[str]:
    """That migrations are missing, in words; [] when all are applied."""
    missing = missing_migrations(connection)
    if not missing:
        return []
    return [NOT_MIGRATED.format(count=len(missing), first=".".join(missing[0]))]


def missing_migrations(connection: Any) -> list[tuple[str, str]]:
    """The (app, name)s that this code knows and the database has not applied."""
    return sorted(known_migrations() - applied_migrations(connection))


def applied_migrations(connection: Any) -> set[tuple[str, str]]:
    """The (app, name)s that stand in the database; none where nothing was ever migrated.

    Not Django's MigrationRecorder: that one asks the requests' connection, whichever it is given.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """All migrations of the installed code; they cannot change while the process runs."""
    replaced = {key for migration in _on_disk().values() for key in migration.replaces}
    return frozenset(set(_on_disk()) - replaced)


def every_migration() -> frozenset[tuple[str, str]]:
    """The known ones and those that a later one replaced: what may stand in a database."""
    on_disk = _on_disk()
    return frozenset(on_disk) | {key for one in on_disk.values() for key in one.replaces}


@cache
def _on_disk() -> dict[tuple[str, str], Migration]:
    return MigrationLoader(None, ignore_no_migrations=True).disk_migrations
