"""Handing a business's books out: as a file of another program, or as the full archive.

Here: one picture of the books, a file that is whole or not there, and the audit's record. Not
here: formats (exports/), the archive's members (archive/), or reading journals in (services.py).

A file appears only once the audit says that it was made.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import BufferedRandom
from pathlib import Path
from typing import Any

from django.utils import timezone

from ledgerflow import __version__
from ledgerflow.audit.services import event_record
from ledgerflow.core.durable import whole_file
from ledgerflow.core.errors import ChangedBehind, ConflictError, InputError
from ledgerflow.core.snapshot import one_picture
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.interchange.archive.contents import books_pack, originals_pack
from ledgerflow.interchange.archive.layout import EXPORTS, FORMAT, VERSION
from ledgerflow.interchange.archive.packing import Packing
from ledgerflow.interchange.book import BookEntry
from ledgerflow.interchange.exports import export_get
from ledgerflow.interchange.selectors import book_of
from ledgerflow.ledger.sealing import seals_make


@dataclass(slots=True)
class Counted:
    """How many entries and lines have gone through."""

    entries: int = 0
    lines: int = 0

    def through(self, entries: Iterable[BookEntry]) -> Iterator[BookEntry]:
        """The same entries, counted while they are used."""
        for entry in entries:
            self.entries += 1
            self.lines += len(entry.lines)
            yield entry


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: a file with so many accounts, entries and lines."""

    path: Path
    title: str
    accounts: int
    entries: int
    lines: int
    bytes: int
    sha256: str


def book_export(
    *,
    place: Place,
    user_id: int | None,
    format_id: str,
    path: Path,
    replace_file: bool = False,
) -> Exported:
    """Write the books in a format into a file, as they are at one moment.

    Raises InputError for an unknown format or a place that cannot be written to, ConflictError
    where the file exists and `replace_file` is not set.
    """
    export = export_get(format_id)
    with _file_for(path, replace_file=replace_file) as out:
        counted = Counted()
        with one_picture(), working_in(place, user_id):
            book = book_of(Business.objects.get(pk=place.business_id))
            export.write(replace(book, entries=counted.through(book.entries)), out)
        size, digest = _measures(out)
        done = Exported(
            path=path,
            title=export.title,
            accounts=len(book.accounts),
            entries=counted.entries,
            lines=counted.lines,
            bytes=size,
            sha256=digest,
        )
        detail = {"format": export.id, "entries": done.entries, "sha256": done.sha256}
        _record(place, user_id, detail)
    return done


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written: the file, how many records of each kind, the hash that stands for all."""

    path: Path
    counts: dict[str, int]
    bytes: int
    manifest_sha256: str


def archive_write(
    *, place: Place, user_id: int | None, path: Path, replace_file: bool = False
) -> Archived:
    """Write the full archive of a business, as it is at one moment, with all its originals.

    What is not sealed yet is sealed first; call it outside a transaction. Books that were changed
    behind LedgerFlow's back are archived all the same: the archive's own check says so.

    Raises ConflictError where the file exists and `replace_file` is not set, InputError where it
    cannot be written, OutsideError when an original is gone or changed.
    """
    with _file_for(path, replace_file=replace_file) as out:
        with suppress(ChangedBehind):
            seals_make(firm_id=place.firm_id)
        made_at = timezone.now()
        packing = Packing(out, made_at)
        with one_picture(), working_in(place, user_id):
            business = Business.objects.get(pk=place.business_id)
            written = books_pack(packing, business)
        originals_pack(packing, place.firm_id, written)
        digest = packing.finish(
            {
                "format": FORMAT,
                "version": VERSION,
                "made_at": made_at.isoformat(),
                "made_with": f"LedgerFlow {__version__}",
                "business": {
                    "id": business.pk,
                    "firm_id": business.firm_id,
                    "name": business.name,
                    "slug": business.slug,
                    "base_currency": business.base_currency,
                    "first_day": written.first_day,
                },
                "exports": {name: export_get(e).version for name, e in EXPORTS.items()},
                "counts": written.counts,
            }
        )
        size = out.seek(0, os.SEEK_END)
        entries = written.counts["entries"]
        _record(
            place, user_id, {"format": "archive", "entries": entries, "manifest_sha256": digest}
        )
    return Archived(path, written.counts, size, digest)


def _record(place: Place, user_id: int | None, detail: dict[str, Any]) -> None:
    with working_in(place, user_id):
        event_record(
            firm_id=place.firm_id,
            business_id=place.business_id,
            action="export",
            subject="business",
            subject_id=place.business_id,
            detail=detail,
        )


@contextmanager
def _file_for(path: Path, *, replace_file: bool) -> Iterator[BufferedRandom]:
    if path.exists() and not replace_file:
        raise ConflictError(
            f"{path} exists already.",
            code="file_exists",
            hint="Choose another name, or write over it with --force.",
        )
    try:
        with whole_file(path) as out:
            yield out
    except OSError as error:
        raise InputError(
            f"{path}: the file cannot be written: {error.strerror}.",
            code="not_writable",
            hint="Choose another folder with --out; there must be room for the whole file.",
        ) from error


def _measures(out: BufferedRandom) -> tuple[int, str]:
    """Size and SHA-256 of what was written, read back from the disk."""
    out.flush()
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest()
    return out.tell(), digest
