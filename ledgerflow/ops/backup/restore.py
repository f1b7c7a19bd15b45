"""Restoring a backup into a new database, compared with its manifest before anyone uses it.

Here: what may be restored and where to, and doing it. Not here: replacing what is there
(replace.py). Whatever fails, no half-filled database is left.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ledgerflow.core.errors import ConflictError, InputError
from ledgerflow.ops.backup.create import secret_check
from ledgerflow.ops.backup.dump import dump_load, head_of
from ledgerflow.ops.backup.encryption import opened
from ledgerflow.ops.backup.manifest import Manifest
from ledgerflow.ops.backup.present import Present, in_words, present_state
from ledgerflow.ops.backup.scratch import drop_database, make_database
from ledgerflow.ops.backup.shelf import BackupEntry
from ledgerflow.ops.backup.target import Target, configured_target
from ledgerflow.ops.backup.verify import (
    check_bytes,
    check_versions,
    head_faults,
    not_valid,
    restored_faults,
)
from ledgerflow.ops.reachable import known_migrations

DATABASE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
NOT_OURS = frozenset({"postgres", "template0", "template1"})
Progress = Callable[[str], None]


@dataclass(frozen=True)
class RestoreReport:
    """What was restored: rows of all tables, seconds; what is still to do.

    `migrations_missing` are this code's that the backup is too old for; `key_differs` says that
    the data belongs to another LEDGERFLOW_SECRET_KEY.
    """

    stem: str
    database: str
    rows: int
    seconds: float
    migrations_missing: tuple[str, ...]
    key_differs: bool


def backup_restore(
    entry: BackupEntry,
    *,
    into: str,
    target: Target | None = None,
    identity_file: Path | None = None,
    progress: Progress | None = None,
) -> RestoreReport:
    """Restore into the new database `into` and compare every table with the manifest.

    Raises ConflictError("restore_target_live", "restore_target_not_empty", "database_exists")
    where `into` is in use, holds tables or is there at all, InputError("restore_name"), and what
    `backup_verify` raises for a backup that is not valid.
    """
    target = target or configured_target()
    say = progress or _say_nothing
    _refuse_taken(target, into)
    begun = time.monotonic()
    say(f"Reading every byte of {entry.stem}.")
    manifest = usable_manifest(entry, identity_file)
    with _filled_or_gone(target, into):
        say(f"Restoring into {into}.")
        with dump_opened(entry, manifest, identity_file) as source:
            dump_load(target, into, source)
        say("Comparing every table with the manifest.")
        refuse_differences(target, into, entry, manifest)
    return RestoreReport(
        stem=entry.stem,
        database=into,
        rows=sum(table.rows for table in manifest.digests.tables.values()),
        seconds=round(time.monotonic() - begun, 1),
        migrations_missing=missing_migrations(manifest),
        key_differs=manifest.secret_check != secret_check(),
    )


def usable_manifest(entry: BackupEntry, identity_file: Path | None) -> Manifest:
    """The manifest of a backup that can be restored here: every byte read, versions known,
    definitions as told, the private key at hand. Raises what `backup_verify` raises for these.
    """
    manifest = check_bytes(entry)
    check_versions(entry, manifest)
    with dump_opened(entry, manifest, identity_file) as source:
        found = head_faults(manifest, head_of(source))
    if found:
        raise not_valid(entry, found)
    return manifest


def dump_opened(
    entry: BackupEntry, manifest: Manifest, identity_file: Path | None
) -> AbstractContextManager[BinaryIO]:
    """The dump's plaintext, by the private key given or the setting's."""
    part = manifest.dump
    identity = identity_file or settings.BACKUP_AGE_IDENTITY_FILE
    return opened(entry.path_of(part), part.name, manifest, identity)


def refuse_differences(
    target: Target, database: str, entry: BackupEntry, manifest: Manifest
) -> None:
    """InputError("backup_not_valid") unless `database` shows what the manifest tells of it."""
    with target.connection("backup", database, autocommit=False) as connection:
        found = restored_faults(connection, manifest)
    if found:
        raise not_valid(entry, found)


def refuse_live(present: Present) -> None:
    """ConflictError("restore_target_live") while anybody is connected."""
    if present.is_live:
        raise ConflictError(
            f"{present.database} is in use by {in_words(present.sessions)}: nothing is restored"
            " into a running system.",
            code="restore_target_live",
            hint="Choose a new name for --into, or use --replace, which saves the present state"
            " first.",
        )


def _refuse_taken(target: Target, into: str) -> None:
    if not DATABASE_NAME.fullmatch(into) or into in NOT_OURS:
        raise InputError(
            f"A database cannot be called {into!r} here.",
            code="restore_name",
            hint="Begin with a small letter or _, then small letters, digits and _, 63 at most.",
        )
    present = present_state(target, into)
    refuse_live(present)
    if present.exists and not present.is_empty:
        known = f" and {present.books.entries} entries" if present.books else ""
        what = f"it holds {present.tables} tables{known}" if present.tables else present.fault
        raise ConflictError(
            f"{into} is not empty: {what}; nothing is restored over it.",
            code="restore_target_not_empty",
            hint="Choose a new name for --into, or use --replace, which saves the present state"
            " first.",
        )
    if present.exists:
        raise ConflictError(
            f"There is already a database {into}, though an empty one.",
            code="database_exists",
            hint="Choose a new name for --into; --replace takes the place of the present one.",
        )


@contextmanager
def _filled_or_gone(target: Target, name: str) -> Iterator[None]:
    """Make the database; drop it again unless it was filled and compared."""
    make_database(target, name)
    is_filled = False
    try:
        yield
        is_filled = True
    finally:
        if not is_filled:
            drop_database(target, name)


def missing_migrations(manifest: Manifest) -> tuple[str, ...]:
    applied = set(manifest.migrations)
    return tuple(sorted({".".join(key) for key in known_migrations()} - applied))


def _say_nothing(text: str) -> None:
    """Nobody listens."""
