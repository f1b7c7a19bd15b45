"""Databases that come and go: an empty one to restore into, and one that only a check needs.

Here: making, dropping, and clearing away what a dead check left. Not here: what is loaded into
them (dump.py), or putting one in the live one's place (swap.py).
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql

from ledgerflow.core.errors import ConflictError, LedgerFlowError, OutsideError
from ledgerflow.ops.backup.target import MAINTENANCE, Target

MARK = "_scratch_"
LONGEST = 63 - len(MARK) - 8
LIKE_THE_LIVE_ONE = """
    SELECT pg_encoding_to_char(encoding), datlocprovider, datcollate, datctype, datlocale
      FROM pg_database WHERE datname = %s
"""
END_SESSIONS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = %s AND backend_type = 'client backend'
"""


@contextmanager
def scratch_database(target: Target, stem_hint: str) -> Iterator[str]:
    """An empty database, named `<database>_scratch_<8 hex>`, gone at the end whatever happens.

    `stem_hint` says in its comment what it is for. A session of ours holds a lock on its name:
    where nobody does, its maker is dead, and the next call drops it. Raises
    OutsideError("backup_scratch"), or DatabaseUnavailable.
    """
    name = f"{target.database[:LONGEST]}{MARK}{secrets.token_hex(4)}"
    with target.connection("owner", MAINTENANCE) as holder:
        _sweep(target, holder)
        _locked(holder, name)
        make_database(target, name)
        try:
            _comment(holder, name, stem_hint)
            yield name
        finally:
            drop_database(target, name)


def make_database(target: Target, name: str) -> None:
    """An empty database with the rights of a live one, its encoding and collation too.

    Raises ConflictError("database_exists") or OutsideError("backup_scratch").
    """
    with target.connection("owner", MAINTENANCE) as owner, _explained(name):
        owner.execute(_create(owner, target.database, name))
        wanted, app = sql.Identifier(name), sql.Identifier(target.login("app").user)
        backup = sql.Identifier(target.login("backup").user)
        for statement in (
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(wanted),
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(wanted, app),
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(wanted, backup),
        ):
            owner.execute(statement)


def drop_database(target: Target, name: str) -> None:
    """Drop it and end sessions there; nothing where it is not there.

    Raises OutsideError("backup_scratch"), and ConflictError("database_in_use") for the live one.
    """
    if name in {target.database, MAINTENANCE}:
        raise ConflictError(
            f"{name} is the live database: it is not dropped here.",
            code="database_in_use",
            hint="Nothing was changed. Name a database that restore or verify made.",
        )
    with (
        target.connection("owner", MAINTENANCE) as owner,
        # An owner may not end the sessions of other roles; the backup role may.
        target.connection("backup", MAINTENANCE) as backup,
        _explained(name),
    ):
        wanted = sql.Identifier(name)
        if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            owner.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(wanted))
            backup.execute(END_SESSIONS, [name])
        # Not WITH (FORCE): that is refused to an owner while autovacuum works there.
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(wanted))


def _create(owner: psycopg.Connection[Any], live: str, name: str) -> sql.Composed:
    """Sorted and compared as in the live one; as the server's own where that is gone."""
    start = sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
    found = owner.execute(LIKE_THE_LIVE_ONE, [live]).fetchone()
    if found is None:
        return start
    encoding, provider, collate, ctype, locale = found
    provider_name, locale_name = {
        "b": ("builtin", "BUILTIN_LOCALE"),
        "i": ("icu", "ICU_LOCALE"),
        "c": ("libc", None),
    }[provider]
    clauses = {"ENCODING": encoding, "LC_COLLATE": collate, "LC_CTYPE": ctype}
    clauses |= {"LOCALE_PROVIDER": provider_name}
    if locale_name is not None and locale is not None:
        clauses[locale_name] = locale
    parts = [sql.SQL(f"{key} {{}}").format(sql.Literal(value)) for key, value in clauses.items()]
    return sql.SQL(" ").join([start, *parts])


def _comment(owner: psycopg.Connection[Any], name: str, purpose: str) -> None:
    text = f"LedgerFlow's scratch database for {purpose}, made {datetime.now(UTC):%Y-%m-%d %H:%M}Z"
    owner.execute(
        sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text))
    )


def _locked(holder: psycopg.Connection[Any], name: str) -> bool:
    """Take the lock on a name for this session; False where another session has it."""
    asked = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
    found = holder.execute(asked, [name]).fetchone()
    return found is not None and bool(found[0])


def _sweep(target: Target, holder: psycopg.Connection[Any]) -> None:
    """Drop scratch databases of this database whose maker's session has ended."""
    ours = re.compile(re.escape(target.database[:LONGEST] + MARK) + "[0-9a-f]{8}")
    names = [name for (name,) in holder.execute("SELECT datname FROM pg_database").fetchall()]
    for name in filter(ours.fullmatch, names):
        if _locked(holder, name):
            with suppress(OutsideError):  # the next call tries again
                drop_database(target, name)
            holder.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


@contextmanager
def _explained(name: str) -> Iterator[None]:
    try:
        yield
    except psycopg.errors.DuplicateDatabase as error:
        raise ConflictError(
            f"There is already a database {name}.",
            code="database_exists",
            hint="Choose another name.",
        ) from error
    except psycopg.Error as error:
        raise _fault(name, error) from error


def _fault(name: str, error: psycopg.Error) -> LedgerFlowError:
    reason = error.diag.message_primary or str(error).strip() or type(error).__name__
    return OutsideError(
        f"The database {name} cannot be made or dropped: {reason}.",
        code="backup_scratch",
        hint="The owner role needs CREATEDB, the backup role pg_signal_backend, the server room on"
        " its disk and free connections.",
    )
