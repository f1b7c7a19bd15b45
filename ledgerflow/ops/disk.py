"""How much room the folders have in which LedgerFlow writes.

Here: which folders those are, and when there is too little room. Not here: making room.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

LEAST_SHARE = 0.05
LEAST_MB = 200


@dataclass(frozen=True)
class Space:
    """What is free on the disk under a folder: share of the whole (0 to 1) and megabytes."""

    share: float
    megabytes: int

    @property
    def is_low(self) -> bool:
        """True when what is written next may not fit."""
        return self.share < LEAST_SHARE or self.megabytes < LEAST_MB


def space(folder: Path) -> Space:
    """Of a folder, or of where it will be made. OSError where even that cannot be asked."""
    usage = shutil.disk_usage(nearest(folder))
    return Space(usage.free / usage.total if usage.total else 0.0, usage.free // 1_000_000)


def nearest(folder: Path) -> Path:
    """The folder, or the first one above it that is there."""
    full = folder.absolute()
    return next((path for path in (full, *full.parents) if _is_there(path)), full)


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except OSError:  # or we may not look
        return False
    return True


def needed_folders() -> dict[str, Path]:
    """The folders without which nothing can be taken in, by what they hold."""
    folders = {"originals": Path(settings.MEDIA_ROOT)}
    if settings.DATABASE_IS_EMBEDDED:
        folders["database"] = Path(settings.STATE_DIR)
    return folders
