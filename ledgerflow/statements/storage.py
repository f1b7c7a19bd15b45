"""The originals on disk: each under a UUID, written completely or not at all.

Here: storing and loading bytes. Not here: rows about them.
"""

import hashlib
import os
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from ledgerflow.core.durable import flush_folder
from ledgerflow.core.errors import OutsideError

NAMES = uuid.UUID("5d0c4a5e-6f5b-4b39-9d2f-7f1d8a4c2e10")
"""The namespace of originals' UUIDs; arbitrary, and fixed for ever."""
UPLOADS, PAGES = "uploads", "pages"
TRANSIENT = frozenset({UPLOADS, PAGES})
"""Folders of the media folder beside the originals: what lies there may go at any time, so it is in
no backup."""


def path_of(firm_id: int, stored_as: uuid.UUID) -> Path:
    """Where an original lies: media/statements/<firm>/<uuid>."""
    return Path(settings.MEDIA_ROOT) / "statements" / str(firm_id) / str(stored_as)


def original_name(business_id: int, sha256: str) -> uuid.UUID:
    """The UUID of an original: the same bytes of a business have the same one.

    So what a killed import left behind is taken over when the file comes again.
    """
    return uuid.uuid5(NAMES, f"{business_id}:{sha256}")


def original_store(firm_id: int, stored_as: uuid.UUID, data: bytes) -> None:
    """Write an original and flush it to disk before any row speaks of it.

    One writer at a time for one UUID. Raises OutsideError where the disk refuses; nothing is
    left of the attempt then.
    """
    path = path_of(firm_id, stored_as)
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with partial.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
        flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise OutsideError(
            f"The original cannot be stored below {settings.MEDIA_ROOT}: {error.strerror}.",
            code="original_not_stored",
            hint="Make room or rights there, then import the file again.",
        ) from error


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
