"""Pages of PDF originals as pictures, drawn once and kept on disk for a day.

Here: the keeping. Not here: drawing (glances.py). What is kept is made from an original and may
go at any time.
"""

import datetime as dt
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from ledgerflow.core.durable import whole_file
from ledgerflow.core.errors import AccessError
from ledgerflow.statements.glances import page_drawn
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import SourceFile
from ledgerflow.statements.storage import PAGES, original_load

WIDTH = 1400
"""Pixels: sharp on a dense screen at half a desk's width."""


def image_path(firm_id: int, stored_as: uuid.UUID, page: int) -> Path:
    """Where a drawn page lies: media/pages/<firm>/<uuid>/<page>.png."""
    return _folder() / str(firm_id) / str(stored_as) / f"{page}.png"


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / PAGES


def page_image(file: StatementFile, page: int) -> bytes:
    """A page of a PDF file as PNG; pages count from 1.

    Raises AccessError where the file is no PDF or has no such page, PasswordNeeded where it is
    encrypted, and what `page_drawn` raises.
    """
    if file.format != "pdf":
        raise AccessError(
            f"{file.name} has no pages to show.",
            code="unknown_page",
            hint="Only a PDF has pages; its lines stand on the file's page.",
        )
    path = image_path(file.firm_id, file.stored_as, page)
    with suppress(OSError):
        return path.read_bytes()
    data = original_load(file.firm_id, file.stored_as, file.sha256)
    png = page_drawn(SourceFile(file.name, data), page, WIDTH)
    with suppress(OSError):  # a full disk costs the next drawing, not this one
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(path) as out:
            out.write(png)
    return png


def images_sweep(*, before: dt.datetime) -> int:
    """Remove pictures drawn before then; how many."""
    gone = 0
    for path in sorted(_folder().glob("*/*/*.png")):
        with suppress(OSError):
            if path.stat().st_mtime < before.timestamp():
                path.unlink()
                gone += 1
                with suppress(OSError):
                    path.parent.rmdir()
    return gone
