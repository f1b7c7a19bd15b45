"""Check: room and rights in the folders that LedgerFlow writes to.

Here: originals, state, backups. Not here: which backups there are (backups.py).
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ledgerflow.ops.disk import nearest, needed_folders, space
from ledgerflow.ops.doctor.finding import Installation, Said, failed, ok, warning

SOON_SHARE = 0.15
SOON_MB = 1000
BACKUPS = "backups"
VARIABLES = {
    "originals": "LEDGERFLOW_MEDIA_DIR",
    "database": "LEDGERFLOW_STATE_DIR",
    BACKUPS: "LEDGERFLOW_BACKUP_DIR",
}


def look(installation: Installation) -> Iterator[Said]:
    """Each folder, then whether backups lie apart from what they save."""
    folders = needed_folders()
    backups = Path(settings.BACKUP_DIR)
    if backups.is_dir() or settings.BACKUP_SCHEDULE:
        folders[BACKUPS] = backups
    for what, folder in folders.items():
        yield folder_state(what, folder)
    if backups.is_dir():
        yield from apart(backups, needed_folders())


def folder_state(what: str, folder: Path) -> Said:
    """Whether it can be written to and has room."""
    variable = VARIABLES[what]
    place = nearest(folder)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return failed(
            f"The folder of the {what}, {folder}, cannot be written to.",
            f"Give it to this user (`chown -R {os.geteuid()} {place}`), or change {variable}.",
        )
    room = space(folder)
    left = f"{room.share:.0%} free, {room.megabytes:,} MB"
    remedy = f"Make room, or move the folder to a larger disk ({variable})."
    if room.is_low:
        return failed(f"The disk under the {what} ({folder}) is nearly full: {left}.", remedy)
    if room.share < SOON_SHARE or room.megabytes < SOON_MB:
        return warning(f"The disk under the {what} ({folder}) fills up: {left}.", remedy)
    return ok(f"There is room for the {what} in {folder}: {left}.")


def apart(backups: Path, others: dict[str, Path]) -> Iterator[Said]:
    """A disk that dies takes its backups along."""
    here = nearest(backups).stat().st_dev
    same = [what for what, folder in others.items() if nearest(folder).stat().st_dev == here]
    if same:
        yield warning(
            f"The backups lie on the disk of the {' and the '.join(same)}.",
            "Set LEDGERFLOW_BACKUP_DIR to a folder of another disk, or LEDGERFLOW_BACKUP_OFFSITE.",
        )
    else:
        yield ok("The backups lie on a disk of their own.")
