"""The originals on disk: each under a UUID, written completely or not at all.

Here: storing and loading bytes. Not here: rows about them.
"""

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings

from ledgerflow.core.errors import OutsideError


def path_of(firm_id: int, stored_as: uuid.UUID) -> Path:
    """Where an original lies: media/statements/<firm>/<uuid>."""
    return Path(settings.MEDIA_ROOT) / "statements" / str(firm_id) / str(stored_as)


def original_store(firm_id: int, data: bytes) -> uuid.UUID:
    """Write an original and flush it to disk before any row speaks of it."""
    stored_as = uuid.uuid4()
    path = path_of(firm_id, stored_as)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    partial.rename(path)
    return stored_as


def original_load(firm_id: int, stored_as: uuid.UUID, sha256: str) -> bytes:
    """Read an original back; OutsideError when it is gone or changed."""
    path = path_of(firm_id, stored_as)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise OutsideError(
            f"The original {stored_as} cannot be read: {error.strerror}.",
            code="original_missing",
            hint="Restore the media folder from a backup, or import the file again.",
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OutsideError(
            f"The original {stored_as} is not what was received: its SHA-256 differs.",
            code="original_changed",
            hint="Restore the media folder from a backup; do not trust the file.",
        )
    return data
