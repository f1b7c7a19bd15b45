"""The bytes of files on their way in: parts on disk, beside the originals and never among them.

Here: writing at a place, measuring, reading, removing, and what is left over. Not here: the rows
about them (uploading.py), originals (storage.py).
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from ledgerflow.core.errors import OutsideError
from ledgerflow.statements.storage import UPLOADS


def part_path(firm_id: int, stored_as: uuid.UUID) -> Path:
    """Where the bytes so far lie: media/uploads/<firm>/<uuid>, outside of what is served."""
    return _folder() / str(firm_id) / str(stored_as)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / UPLOADS


def part_write(firm_id: int, stored_as: uuid.UUID, offset: int, data: bytes) -> None:
    """Put bytes at their place, cut off what stood behind, and flush to disk.

    What an earlier attempt wrote without its row being told is overwritten so. Raises
    OutsideError where the disk refuses.
    """
    path = part_path(firm_id, stored_as)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.seek(offset)
            out.write(data)
            out.truncate()
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise OutsideError(
            f"The part cannot be stored below {settings.MEDIA_ROOT}: {error.strerror}.",
            code="part_not_stored",
            hint="Make room or rights there; the upload then goes on where it stopped.",
        ) from error


def part_size(firm_id: int, stored_as: uuid.UUID) -> int:
    """How many bytes lie there; 0 where nothing does."""
    try:
        return part_path(firm_id, stored_as).stat().st_size
    except OSError:
        return 0


def part_load(firm_id: int, stored_as: uuid.UUID) -> bytes:
    """All bytes so far; OutsideError where they are gone."""
    try:
        return part_path(firm_id, stored_as).read_bytes()
    except OSError as error:
        raise OutsideError(
            f"What was received of the file cannot be read: {error.strerror}.",
            code="part_missing",
            hint="Drop the file again; it is sent from its beginning.",
        ) from error


def part_remove(firm_id: int, stored_as: uuid.UUID) -> None:
    """Remove the bytes, if there are any."""
    with suppress(OSError):
        part_path(firm_id, stored_as).unlink(missing_ok=True)


def parts_untouched(before: float) -> Iterator[tuple[int, uuid.UUID]]:
    """(firm, name) of parts that nothing was written to since `before` (seconds of the epoch)."""
    for path in sorted(_folder().glob("*/*")):
        with suppress(OSError, ValueError):
            if path.stat().st_mtime < before:
                yield int(path.parent.name), uuid.UUID(path.name)
