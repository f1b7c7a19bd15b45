"""Check: code and schema belong together, and the database is the one with the books.

Here: migrations that are missing or unknown, a database without users. Not here: migrating.
"""

from collections.abc import Collection, Iterator
from typing import Any

from ledgerflow.ops.doctor.finding import Installation, Said, counted, failed, ok, warning
from ledgerflow.ops.reachable import (
    applied_migrations,
    every_migration,
    known_migrations,
    own_connection,
)

Name = tuple[str, str]
USERS_SQL = "SELECT EXISTS (SELECT FROM firms_user)"


def look(installation: Installation) -> Iterator[Said]:
    """Missing, unknown, empty."""
    with own_connection() as connection:
        applied = applied_migrations(connection)
        missing = known_migrations() - applied
        yield from schema(missing, applied - every_migration(), len(applied))
        if not missing:
            yield from users(_has_users(connection))


def schema(missing: Collection[Name], unknown: Collection[Name], count: int) -> Iterator[Said]:
    """What the code knows against what the database has."""
    if missing:
        yield failed(
            f"{counted(len(missing), 'migration')} not applied, the first is {_first(missing)}.",
            "Run `python manage.py migrate` with DATABASE_OWNER_URL set.",
        )
    if unknown:
        yield failed(
            f"The database is newer than this code: {counted(len(unknown), 'migration')} unknown,"
            f" the first is {_first(unknown)}.",
            "Run the version of LedgerFlow that made them, or a newer one.",
        )
    if not missing and not unknown:
        yield ok(f"All {count} migrations are applied and known.")


def users(are_there: bool) -> Iterator[Said]:
    """A database that lost its volume looks like a new one."""
    if not are_there:
        yield warning(
            "The database is empty: it has no user. If it should not be, this is another"
            " database or volume than before (docs/runbook/the-database-is-gone.md).",
            "In a new installation: `ledgerflow user add EMAIL --operator`.",
        )


def _has_users(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(USERS_SQL)
        return bool(cursor.fetchone()[0])


def _first(names: Collection[Name]) -> str:
    return ".".join(min(names))
