"""Files as they are handed in: read before anything is stored, and put in order.

Here: reading many files at once, what is refused unread, and which file goes first. Not here:
storing and publishing them (services.py), the stages (stages.py), folders (folders.py).
"""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from ledgerflow.core.errors import LedgerFlowError, PasswordNeeded
from ledgerflow.firms.access import Place, working_in
from ledgerflow.firms.models import Business
from ledgerflow.statements.accounts import bank_account_find
from ledgerflow.statements.containment import read_contained
from ledgerflow.statements.models import StatementFile
from ledgerflow.statements.parsed import ParsedFile, SourceFile
from ledgerflow.statements.passwords import Passwords
from ledgerflow.statements.profiles import profile_for
from ledgerflow.statements.services import refuse_duplicate

READERS_MAX = 4
_MASK = frozenset("xX*#•·")
_FULL_NUMBER = 8
"""From so many letters and digits on, none of them hidden, a number names one account."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as handed in: its name and bytes."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """What tells these bytes from others."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller says about the files: their account, how tables are read, passwords."""

    account: str = ""
    reading: Mapping[str, Any] | None = None
    passwords: Passwords = field(default_factory=Passwords)


@dataclass(frozen=True, slots=True)
class Taken:
    """One file after reading: what it says, why it was refused, or the import to go on with.

    `index` is its place among the files handed in, `profile` the reading that was given to it.
    """

    index: int
    upload: Upload
    parsed: ParsedFile | None = None
    error: LedgerFlowError | None = None
    unfinished: tuple[int, int] | None = None
    profile: Mapping[str, Any] | None = None


def files_read(place: Place, uploads: Sequence[Upload], wanted: Wanted) -> Iterator[Taken]:
    """Read files, several at a time, each in its own limits; yields them as handed in.

    Nothing is written. Bytes that are known, or come twice, are not read again.
    """
    readings: dict[str, Future[ParsedFile]] = {}
    with ThreadPoolExecutor(min(os.cpu_count() or 1, READERS_MAX)) as readers:
        begun: list[Taken | tuple[Taken, Future[ParsedFile]]] = []
        for index, upload in enumerate(uploads):
            taken = _looked_up(place, Taken(index, upload), wanted)
            if taken.error or taken.unfinished:
                begun.append(taken)
                continue
            if upload.sha256 not in readings:
                source = SourceFile(upload.name, upload.data, taken.profile)
                readings[upload.sha256] = readers.submit(read_contained, source)
            begun.append((taken, readings[upload.sha256]))
        try:
            for one in begun:
                yield one if isinstance(one, Taken) else _read(*one, wanted.passwords)
        finally:
            readers.shutdown(wait=False, cancel_futures=True)


def in_order(taken: Sequence[Taken]) -> list[Taken]:
    """The order in which files are published, whatever order they came in.

    First what an interrupted import left, then files that name their account in full, by account
    and period, so that each account is there before a file that only hints at it; then the rest.
    """
    return sorted(taken, key=_order)


def _order(taken: Taken) -> tuple[int, str, dt.date, dt.date, str, int]:
    if taken.unfinished:
        return (0, "", dt.date.min, dt.date.min, "", taken.index)
    statements = taken.parsed.statements if taken.parsed else ()
    number = min((s.account_id for s in statements), default="")
    starts = [day for s in statements if (day := s.period_start or s.first_date)]
    ends = [day for s in statements if (day := s.period_end or s.last_date)]
    return (
        1 + how_named(number),
        number,
        min(starts, default=dt.date.max),
        max(ends, default=dt.date.max),
        taken.upload.sha256,
        taken.index,
    )


def how_named(number: str) -> int:
    """0: a number that names one account; 1: part of one; 2: none."""
    plain = [c for c in number if c.isalnum() or c in _MASK]
    hidden = any(c in _MASK for c in plain)
    if not plain:
        return 2
    return 1 if hidden or len(plain) < _FULL_NUMBER else 0


def _looked_up(place: Place, taken: Taken, wanted: Wanted) -> Taken:
    """What is known of the file before it is read."""
    upload = taken.upload
    try:
        with working_in(place):
            interrupted = StatementFile.objects.filter(
                business_id=place.business_id,
                sha256=upload.sha256,
                state=StatementFile.State.RECEIVED,
            ).first()
            if interrupted is not None:
                ids = (interrupted.pk, interrupted.batch_id)
                return Taken(taken.index, upload, unfinished=ids)
            business = Business.objects.get(pk=place.business_id)
            known = None
            if wanted.account:
                known = bank_account_find(business=business, name=wanted.account).csv_profile
            refuse_duplicate(business=business, sha256=upload.sha256, name=upload.name)
    except LedgerFlowError as error:
        return Taken(taken.index, upload, error=error)
    return Taken(taken.index, upload, profile=profile_for(known, wanted.reading or {}))


def _read(taken: Taken, reading: Future[ParsedFile], passwords: Passwords) -> Taken:
    source = SourceFile(taken.upload.name, taken.upload.data, taken.profile)
    try:
        try:
            parsed = reading.result()
        except PasswordNeeded as refusal:
            parsed = passwords.opened(source, read_contained, refusal)
    except LedgerFlowError as error:
        return Taken(taken.index, taken.upload, error=error, profile=taken.profile)
    return Taken(taken.index, taken.upload, parsed=parsed, profile=taken.profile)
