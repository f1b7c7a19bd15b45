"""Putting a backup in the live database's place, so that nothing can be lost by it.

Here: the order of the steps: save what is there, restore beside it, compare, swap the names. Not
here: each step (create.py, restore.py, originals.py, swap.py) or asking a person (cli/backup.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ledgerflow.core.errors import ConflictError, LedgerFlowError, OutsideError
from ledgerflow.ops.backup.create import backup_create
from ledgerflow.ops.backup.originals import (
    OriginalsReport,
    originals_missing,
    originals_restore,
)
from ledgerflow.ops.backup.present import Present, present_state
from ledgerflow.ops.backup.restore import (
    Progress,
    RestoreReport,
    backup_restore,
    usable_manifest,
)
from ledgerflow.ops.backup.scratch import drop_database
from ledgerflow.ops.backup.shelf import BackupEntry
from ledgerflow.ops.backup.swap import (
    RESTORED,
    SwapReport,
    database_reopen,
    database_swap,
    name_beside,
)
from ledgerflow.ops.backup.target import Target, configured_target

BEYOND_SAVING = (
    "If it is damaged, go on with --without-pre-backup: it is kept under another name as it is."
)
OF_THE_DATA = frozenset({"backup_not_valid", "backup_dump_failed"})
"""Why a backup fails where the present state itself is damaged; anything else can be mended."""


@dataclass(frozen=True)
class ReplaceReport:
    """What took whose place. `safeguard` is the stem of the present state's backup, None where
    there was nothing to save or it could not be read; `originals_missing` are files that the
    restored books speak of and the media folder lacks, None where an older schema hides that.
    """

    restored: RestoreReport
    swapped: SwapReport
    safeguard: str | None
    originals: OriginalsReport | None
    originals_missing: int | None


def backup_replace(
    entry: BackupEntry,
    *,
    confirmed: str,
    now: datetime,
    target: Target | None = None,
    folder: Path | None = None,
    identity_file: Path | None = None,
    without_safeguard: bool = False,
    progress: Progress | None = None,
) -> ReplaceReport:
    """Replace the live database by the backup; `confirmed` must be its name, typed by a person.

    The present state is backed up and verified first; `without_safeguard` goes on without that
    only where it cannot be read, or does not restore. The old database stays as
    `<name>_before_<time>`. Raises ConflictError("not_confirmed", "restore_target_live"), and what
    its steps raise: until the swap, the live database is as before.
    """
    target = target or configured_target()
    refuse_unconfirmed(target.database, confirmed)
    usable_manifest(entry, identity_file)
    say = progress or _say_nothing
    present = _opened_state(target)
    safeguard = _save_present(target, present, folder, without_safeguard, say)
    new = name_beside(target.database, RESTORED, now)
    restored = backup_restore(
        entry, into=new, target=target, identity_file=identity_file, progress=progress
    )
    with _swapped_or_dropped(target, new):
        with target.connection("owner", new) as owner:
            owner.execute("ANALYZE")  # else every page is slow until the server finds the time
        identity = identity_file or settings.BACKUP_AGE_IDENTITY_FILE
        say("Putting originals back.")
        originals = originals_restore(entry, Path(settings.MEDIA_ROOT), now, identity)
        missing = None if restored.migrations_missing else originals_missing(target, new)
        say(f"Giving {new} the name {target.database}.")
        swapped = database_swap(target, new, now)
    return ReplaceReport(restored, swapped, safeguard, originals, missing)


def refuse_unconfirmed(database: str, confirmed: str) -> None:
    """ConflictError("not_confirmed") unless a person named the very database."""
    if confirmed != database:
        raise ConflictError(
            f"{confirmed!r} is not the database that would be replaced: {database}."
            " Nothing was changed.",
            code="not_confirmed",
            hint="Type its name exactly, or give it with --yes-replace NAME.",
        )


def _opened_state(target: Target) -> Present:
    present = present_state(target)
    if not present.is_closed:
        return present
    database_reopen(target)  # a swap was killed half-way
    return present_state(target)


def _save_present(
    target: Target, present: Present, folder: Path | None, may_go_on: bool, say: Progress
) -> str | None:
    """The stem of the present state's backup; None where there is nothing to save."""
    if present.is_empty:
        say(f"There is nothing in {present.database} to save first.")
        return None
    say(f"Saving the present state of {present.database} first.")
    try:
        return backup_create(kind="pre-restore", target=target, folder=folder).stem
    except LedgerFlowError as error:
        is_damaged = present.books is None or error.code in OF_THE_DATA
        if is_damaged and may_go_on:
            say(f"The present state cannot be saved, and is kept as it is: {error.message}")
            return None
        raise OutsideError(
            f"The present state could not be saved, so nothing was replaced: {error.message}",
            code="safeguard_failed",
            hint=BEYOND_SAVING if is_damaged else error.hint,
            extra={"cause": error.as_dict()},
        ) from error


@contextmanager
def _swapped_or_dropped(target: Target, new: str) -> Iterator[None]:
    """A copy that did not take its place is dropped: the backup still has it."""
    is_swapped = False
    try:
        yield
        is_swapped = True
    finally:
        if not is_swapped:
            drop_database(target, new)


def _say_nothing(text: str) -> None:
    """Nobody listens."""
