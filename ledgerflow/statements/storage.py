"""The originals on disk: each under a UUID, written completely or not at all.

Here: storing and loading bytes. Not here: rows about them.
"""

import hashlib
import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from ledgerflow.core.errors import OutsideError


def path_of(firm_id: int, stored_as: uuid.UUID) -> Path:
    """Where an original lies: media/statements/<firm>/<uuid>."""
    return Path(settings.MEDIA_ROOT) / "statements" / str(firm_id) / str(stored_as)


def original_store(firm_id: int, data: bytes) -> uuid.UUID:
    """Write an original and flush it to disk before any row speaks of it.

    Raises OutsideError where the disk refuses; nothing is left of the attempt then.
    """
    stored_as = uuid.uuid4()
    path = path_of(firm_id, stored_as)
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
        _flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OutsideError(
            f"The original cannot be stored below {settings.MEDIA_ROOT}: {error.strerror}.",
            code="original_not_stored",
            hint="Make room or rights there, then import the file again.",
        ) from error
    return stored_as


def original_discard(firm_id: int, stored_as: uuid.UUID) -> None:
    """Remove an original that no row came to speak of."""
    with suppress(OSError):
        path_of(firm_id, stored_as).unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """A file's new name is safe only when its folder is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def original_load(firm_id: int, stored_as: uuid.UUID, sha256: str) -> bytes:
    """Read an original back; OutsideError when it is gone or changed."""
    path = path_of(firm_id, stored_as)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutsideError(
            f"The original {stored_as} cannot be read: {error.strerror}.",
            code="original_missing",
            hint="Restore the media folder from a backup, or undo the import and import again.",
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OutsideError(
            f"The original {stored_as} is not what was received: its SHA-256 differs.",
            code="original_changed",
            hint="Restore the media folder from a backup; do not trust the file.",
        )
    return data
