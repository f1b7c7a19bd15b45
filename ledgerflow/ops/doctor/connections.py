"""Check: the database answers, as each role, and what lies between.

Here: reaching it, a pooler on the way, and the server's own state. Not here: what the roles may do
(roles.py).
"""

import secrets
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from ledgerflow.core.errors import LedgerFlowError
from ledgerflow.ops.backup.target import VARIABLES, Role, Target
from ledgerflow.ops.doctor.finding import (
    Installation,
    Said,
    failed,
    not_configured,
    ok,
    warning,
)
from ledgerflow.ops.reachable import CONNECT_SECONDS, own_connection

NOTIFY_SECONDS = 1.5
USED_SHARE = 0.8
PURPOSE: dict[Role, str] = {
    "app": "the web and the jobs",
    "owner": "migrations and restores",
    "backup": "backups",
}

SERVER_SQL = """
SELECT current_setting('data_checksums'), current_setting('fsync'),
       current_setting('max_connections')::int, (SELECT count(*) FROM pg_stat_activity),
       a.failed_count > 0 AND a.last_failed_time > coalesce(a.last_archived_time, '-infinity')
  FROM pg_stat_archiver a"""


def look(installation: Installation) -> Iterator[Said]:
    """Each role's connection, notifications, the server's state."""
    target = installation.target
    if target is None:
        yield failed(
            f"The database cannot be reached: {installation.fault}",
            "Start PostgreSQL, or correct DATABASE_URL.",
        )
        return
    yield ok(f"The database {target.database} answers as {target.login('app').user}.")
    for role in ("owner", "backup"):
        yield _role(target, role)
    yield _notifications()
    with own_connection() as connection, connection.cursor() as cursor:
        cursor.execute(SERVER_SQL)
        yield from server(*cursor.fetchone())


def _role(target: Target, role: Role) -> Said:
    variable, purpose = VARIABLES[role], PURPOSE[role]
    if role not in target.logins:
        return not_configured(
            f"No {role} role is set here, for {purpose}.",
            f"Set {variable} where those run; the web does not need it.",
        )
    try:
        with target.connection(role) as opened:
            opened.execute("SELECT 1")
    except LedgerFlowError as error:
        return failed(error.message, f"Correct {variable}: {purpose} need it.")
    except psycopg.Error as error:
        said = str(error).strip().splitlines()[0]
        return failed(f"The {role} role cannot ask the database: {said}", f"Correct {variable}.")
    return ok(f"It answers as {target.login(role).user}, for {purpose}.")


def _notifications() -> Said:
    """Whether LISTEN works: a pooler in transaction mode takes it and never delivers."""
    channel = sql.Identifier(f"doctor_{secrets.token_hex(8)}")
    with _session() as listening, _session() as telling:
        listening.execute(sql.SQL("LISTEN {}").format(channel))
        telling.execute(sql.SQL("NOTIFY {}").format(channel))
        heard = list(listening.notifies(timeout=NOTIFY_SECONDS, stop_after=1))
    if heard:
        return ok("Notifications arrive: workers start jobs at once.")
    return warning(
        "Notifications do not arrive: a pooler in transaction mode lies between. Right for the"
        " web; a worker here would notice a job only every 5 seconds.",
        "Give workers a DATABASE_URL that reaches PostgreSQL directly, past the pooler.",
    )


def _session() -> psycopg.Connection[Any]:
    """A plain session at the application's address, without a pool of ours."""
    wrapper: Any = connections["default"]
    given = wrapper.get_connection_params()
    for key in ("cursor_factory", "context"):
        given.pop(key, None)
    return psycopg.connect(**given | {"autocommit": True, "connect_timeout": CONNECT_SECONDS})


def server(
    checksums: str, fsync: str, allowed: int, used: int, archive_fails: bool
) -> Iterator[Said]:
    """What the server says of itself."""
    if checksums == "on":
        yield ok("Data checksums are on.")
    else:
        yield warning(
            "Data checksums are off: damage on the disk goes unseen.",
            "Stop PostgreSQL and run `pg_checksums --enable` on its data folder.",
        )
    if fsync != "on":
        yield failed("fsync is off: a power cut destroys the books.", "Set fsync = on.")
    if used > allowed * USED_SHARE:
        yield warning(
            f"{used} of {allowed} connections are in use.",
            "Lower LEDGERFLOW_WEB_WORKERS or LEDGERFLOW_DATABASE_POOL, or pool with PgBouncer.",
        )
    if archive_fails:
        yield failed(
            "The last archiving of the write-ahead log failed: its files pile up.",
            "Read PostgreSQL's log; make room where the archive lies.",
        )
