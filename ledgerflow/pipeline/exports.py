"""Exports that an owner asks for on a page: written by a job, fetched until they expire.

Here: asking, writing, listing, finding, sweeping; the folder is the record. Not here: formats
(interchange/exporting.py) or the page. A half-written file has another ending and is never shown.
"""

import datetime as dt
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ledgerflow.core.errors import AccessError
from ledgerflow.firms.access import Place
from ledgerflow.interchange.exporting import archive_write, book_export
from ledgerflow.interchange.exports import EXPORTS, export_get

ARCHIVE = "archive"
DAYS_KEPT = 7
HALF = ".part"
NAME = re.compile(r"[a-z0-9_-]{1,90}-\d{8}-\d{6}-[a-z]+-[0-9a-f]{16}\.[a-z0-9]{1,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that is ready to fetch."""

    name: str
    bytes: int
    made_at: dt.datetime

    @property
    def expires_at(self) -> dt.datetime:
        """When it is swept away."""
        return self.made_at + dt.timedelta(days=DAYS_KEPT)


def export_formats() -> list[tuple[str, str]]:
    """Id and title of what can be asked for, the full archive first."""
    return [(ARCHIVE, "Full archive"), *((one.id, one.title) for one in EXPORTS)]


def export_ask(place: Place, format_id: str, *, user_id: int) -> None:
    """Have an export written by a job. Raises InputError for an unknown format."""
    from ledgerflow.pipeline.tasks import export_make

    _ending(format_id)
    export_make.configure(lock=f"export:{place.business_id}").defer(
        firm_id=place.firm_id,
        business_id=place.business_id,
        format_id=format_id,
        user_id=user_id,
    )


def export_write(place: Place, format_id: str, *, user_id: int | None) -> Path:
    """Write it now, in the caller's process; it is there only when it is whole."""
    ending = _ending(format_id)
    folder = _folder(place)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = timezone.now().strftime("%Y%m%d-%H%M%S")
    unguessed = secrets.token_hex(8)
    path = folder / f"{place.business_slug}-{moment}-{format_id}-{unguessed}.{ending}"
    half = path.with_name(path.name + HALF)
    try:
        if format_id == ARCHIVE:
            archive_write(place=place, user_id=user_id, path=half, replace_file=True)
        else:
            book_export(
                place=place, user_id=user_id, format_id=format_id, path=half, replace_file=True
            )
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)
    return path


def exports_ready(place: Place) -> list[ExportFile]:
    """What can be fetched, the newest first."""
    folder = _folder(place)
    if not folder.is_dir():
        return []
    found = [_file(path) for path in folder.iterdir() if NAME.fullmatch(path.name)]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def export_find(place: Place, name: str) -> Path:
    """The file of this name; AccessError where the business has none."""
    path = _folder(place) / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise AccessError(
            "There is no such export, or it has expired.", hint="Ask for a new one on this page."
        )
    return path


def exports_sweep(now: dt.datetime) -> int:
    """Delete what is older than it is kept, halves of dead jobs too; how many files."""
    root = Path(settings.MEDIA_ROOT) / "exports"
    oldest = (now - dt.timedelta(days=DAYS_KEPT)).timestamp()
    swept = 0
    for path in root.glob("*/*/*") if root.is_dir() else ():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _folder(place: Place) -> Path:
    return Path(settings.MEDIA_ROOT) / "exports" / str(place.firm_id) / str(place.business_id)


def _file(path: Path) -> ExportFile:
    seen = path.stat()
    return ExportFile(path.name, seen.st_size, dt.datetime.fromtimestamp(seen.st_mtime, tz=dt.UTC))


def _ending(format_id: str) -> str:
    return "zip" if format_id == ARCHIVE else export_get(format_id).suffix
