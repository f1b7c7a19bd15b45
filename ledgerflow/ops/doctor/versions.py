"""Check: the versions of what LedgerFlow runs on.

Here: Python, Django, PostgreSQL's server and client programs. Not here: Redis (outside.py). Older
patches than these lack security fixes or were never tried.
"""

import platform
import sys
from collections.abc import Iterator

import django
from django.conf import settings

from ledgerflow import __version__
from ledgerflow.core.errors import OutsideError
from ledgerflow.embedded.binaries import MAJOR
from ledgerflow.ops.backup.programs import program
from ledgerflow.ops.doctor.finding import Installation, Said, failed, ok, warning
from ledgerflow.ops.reachable import GONE, own_connection

PYTHON = (3, 12, 10)
DJANGO = (5, 2, 8)
POSTGRES_MINOR = 4
CLIENT_PROGRAMS = ("pg_dump", "pg_restore")


def look(installation: Installation) -> Iterator[Said]:
    """LedgerFlow, Python, Django, PostgreSQL."""
    revision = f", revision {settings.REVISION}" if settings.REVISION else ""
    yield ok(f"LedgerFlow {__version__}{revision}.")
    yield python(sys.version_info[:3])
    yield framework(django.VERSION[:3])
    if installation.target is not None:
        try:
            with own_connection() as connection:
                yield server(connection.connection.info.server_version)
        except GONE:
            yield warning("PostgreSQL's version is not known.", "See the check connections.")
    yield from clients()


def python(found: tuple[int, int, int]) -> Said:
    """The interpreter."""
    text = f"Python {platform.python_version()}"
    if found < PYTHON:
        return warning(
            f"{text} is older than {_dotted(PYTHON)}.",
            f"Install Python {_dotted(PYTHON)} or later, then install LedgerFlow anew with it.",
        )
    return ok(f"{text}.")


def framework(found: tuple[int, int, int]) -> Said:
    """Django within its series."""
    if found[:2] != DJANGO[:2]:
        return failed(
            f"Django {_dotted(found)} is not of the series {_dotted(DJANGO[:2])}.",
            "Install what requirements/prod.txt names.",
        )
    if found < DJANGO:
        return warning(
            f"Django {_dotted(found)} lacks security fixes up to {_dotted(DJANGO)}.",
            "Install what requirements/prod.txt names.",
        )
    return ok(f"Django {_dotted(found)}.")


def server(number: int) -> Said:
    """PostgreSQL's server; `number` as it tells it, such as 170010."""
    major, minor = divmod(number, 10_000)
    if major != MAJOR:
        return failed(
            f"The database is PostgreSQL {major}; LedgerFlow needs {MAJOR}.",
            f"Point DATABASE_URL at a PostgreSQL {MAJOR}; move the data with pg_upgrade.",
        )
    if minor < POSTGRES_MINOR:
        return warning(
            f"PostgreSQL {major}.{minor} lacks fixes up to {MAJOR}.{POSTGRES_MINOR}.",
            f"Update PostgreSQL to the newest {MAJOR}.x; the data stays as it is.",
        )
    return ok(f"PostgreSQL {major}.{minor}.")


def clients() -> Iterator[Said]:
    """The programs that backups need."""
    try:
        found = {name: program(name).version for name in CLIENT_PROGRAMS}
    except OutsideError as error:
        yield (failed if settings.BACKUP_SCHEDULE else warning)(error.message, error.hint)
    else:
        yield ok(f"{', '.join(f'{name} {version}' for name, version in found.items())}.")


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
