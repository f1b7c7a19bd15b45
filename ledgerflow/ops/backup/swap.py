"""One database takes another's name, all or nothing; the old one stays under a new name.

Here: ending sessions and renaming. Not here: filling the new database (restore.py) or asking a
person (cli/backup.py). Nothing is ever dropped here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg
from django.db import connections
from psycopg import sql

from ledgerflow.core.errors import ConflictError, InputError, OutsideError
from ledgerflow.ops.backup.present import Session, in_words, sessions_of
from ledgerflow.ops.backup.target import MAINTENANCE, Target

NAME_MAX = 63
BEFORE, RESTORED = "before", "restored"
MOMENT = "%Y%m%d_%H%M%S"
END_MILLISECONDS = 5_000


@dataclass(frozen=True)
class SwapReport:
    """`live` is served now; `before` holds what was served until then, None where nothing was."""

    live: str
    before: str | None
    sessions_ended: int


def name_beside(database: str, word: str, now: datetime) -> str:
    """`<database>_<word>_<UTC time>`, cut to what PostgreSQL keeps of a name."""
    ending = f"_{word}_{now.astimezone(UTC).strftime(MOMENT)}"
    return database[: NAME_MAX - len(ending)] + ending


def former_databases(target: Target) -> list[str]:
    """What swaps have put aside, the newest first."""
    beginning = name_beside(target.database, BEFORE, datetime.now(UTC))[: -len("YYYYMMDD_HHMMSS")]
    pattern = re.escape(beginning) + r"\d{8}_\d{6}"
    with target.connection("owner", MAINTENANCE) as owner:
        names = [row[0] for row in owner.execute("SELECT datname FROM pg_database")]
    return sorted((name for name in names if re.fullmatch(pattern, name)), reverse=True)


def database_swap(target: Target, new: str, now: datetime) -> SwapReport:
    """Let `new` take the target's name; what had it becomes `<name>_before_<time>`.

    Sessions on it are ended. Whatever fails, the old database has its name and takes connections
    again. Raises ConflictError("restore_target_live") when sessions cannot be ended,
    OutsideError("swap_failed") for PostgreSQL's own refusals.
    """
    connections.close_all()
    live, before = target.database, name_beside(target.database, BEFORE, now)
    with target.connection("owner", MAINTENANCE) as owner, _told(live):
        if not _exists(owner, live):
            _rename(owner, new, live)
            return SwapReport(live, None, 0)
        with _closed(target, owner):
            ended = _end_sessions(target)
            with owner.transaction():
                _rename(owner, live, before)
                _rename(owner, new, live)
                _allow(owner, before, True)
                _allow(owner, live, True)
    return SwapReport(live, before, ended)


def database_swap_back(target: Target, now: datetime, former: str | None = None) -> SwapReport:
    """Put the newest former database (or the one named) back, and the present one aside.

    Raises InputError("nothing_to_swap_back").
    """
    known = former_databases(target)
    chosen = former or (known[0] if known else None)
    if chosen not in known or chosen is None:
        raise InputError(
            f"There is no former database {former or ''} of {target.database}.".replace("  ", " "),
            code="nothing_to_swap_back",
            hint=f"Known are: {', '.join(known) or 'none'}.",
        )
    return database_swap(target, chosen, now)


def database_reopen(target: Target) -> None:
    """Let it take connections again, which an interrupted swap may have left forbidden."""
    with target.connection("owner", MAINTENANCE) as owner, _told(target.database):
        _allow(owner, target.database, True)


@contextmanager
def _closed(target: Target, owner: psycopg.Connection[Any]) -> Iterator[None]:
    """No new sessions meanwhile; open again at the end unless the swap went through."""
    _allow(owner, target.database, False)
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            database_reopen(target)  # a connection of its own: the first may be what failed


@contextmanager
def _told(database: str) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.ObjectInUse as error:
        raise _still_live(database, str(error).strip().splitlines()[0]) from error
    except psycopg.Error as error:
        raise OutsideError(
            f"{database} could not be swapped: {str(error).strip().splitlines()[0]}",
            code="swap_failed",
            hint="Everything has the name it had before; correct this and try again.",
        ) from error


def _end_sessions(target: Target) -> int:
    with target.connection("backup", MAINTENANCE) as backup:
        found = sessions_of(backup, target.database)
        refused = [session for session in found if not _end(backup, session)]
        left = sessions_of(backup, target.database)
    if left:
        raise _still_live(target.database, f"{in_words(left)} cannot be ended")
    return len(found) - len(refused)


def _end(connection: psycopg.Connection[Any], session: Session) -> bool:
    """True once it is gone; a superuser's session may not be ended by us."""
    question = "SELECT pg_terminate_backend(%s, %s)"
    try:
        connection.execute(question, [session.pid, END_MILLISECONDS])
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def _still_live(database: str, why: str) -> ConflictError:
    return ConflictError(
        f"{database} is in use: {why}.",
        code="restore_target_live",
        hint="Stop what uses it, then try again; nothing was changed.",
    )


def _exists(owner: psycopg.Connection[Any], name: str) -> bool:
    found = owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _rename(owner: psycopg.Connection[Any], name: str, new: str) -> None:
    _alter(owner, "ALTER DATABASE {} RENAME TO {}", name, new)


def _allow(owner: psycopg.Connection[Any], name: str, allowed: bool) -> None:
    word: LiteralString = "true" if allowed else "false"
    _alter(owner, "ALTER DATABASE {} WITH ALLOW_CONNECTIONS " + word, name)


def _alter(owner: psycopg.Connection[Any], statement: LiteralString, *names: str) -> None:
    owner.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
