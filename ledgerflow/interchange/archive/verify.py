"""Is an archive whole, and do the books in it hold? Asked without a database.

Here: the order of the checks and their verdict. Not here: the checks (entrychecks.py,
sealchecks.py, statementchecks.py), the container (reading.py) or its telling (telling.py).
"""

import datetime as dt
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.archive.decisionchecks import DecisionChecks
from ledgerflow.interchange.archive.entrychecks import EntryChecks, accounts_checked
from ledgerflow.interchange.archive.faults import ArchiveFault, Faults
from ledgerflow.interchange.archive.layout import (
    ALWAYS,
    BEANCOUNT,
    EXPORTS,
    JOURNAL,
    MANIFEST,
    ORIGINAL,
)
from ledgerflow.interchange.archive.packing import MeasuredStream
from ledgerflow.interchange.archive.reading import ArchiveReader
from ledgerflow.interchange.archive.records import ArchivedAccount, text, whole
from ledgerflow.interchange.archive.sealchecks import SealChecks
from ledgerflow.interchange.archive.statementchecks import StatementChecks
from ledgerflow.interchange.book import Book
from ledgerflow.interchange.exports import export_get


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an archive is found to be; it holds when there are no faults.

    `notes` say what could not be checked and is no fault. `counts` are those found.
    """

    faults: tuple[ArchiveFault, ...]
    more_faults: int = 0
    notes: tuple[str, ...] = ()
    manifest_sha256: str = ""
    business: str = ""
    made_at: str = ""
    last_seal: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """True when nothing is wrong."""
        return not self.faults


def archive_verify(path: Path, *, expected: str = "") -> Verdict:
    """Check a whole archive; `expected` is the manifest's SHA-256 that somebody noted.

    Never raises for what is in the file: all that is wrong comes as faults, together.
    """
    faults = Faults()
    try:
        with ArchiveReader(path, faults) as reader:
            return _Verification(reader).verdict(expected)
    except InputError as error:
        faults.add("", error.message)
        return Verdict(tuple(faults.found))


class _Verification:
    """The checks of one archive, in an order in which each knows what it needs."""

    def __init__(self, reader: ArchiveReader) -> None:
        self.reader = reader
        self.faults = reader.faults
        self.notes: list[str] = []

    def verdict(self, expected: str) -> Verdict:
        manifest = self.reader.manifest
        if expected and expected.strip().lower() != self.reader.manifest_sha256:
            self.faults.add(MANIFEST, f"its SHA-256 is {self.reader.manifest_sha256}, not as noted")
        last_seal = ""
        counts: dict[str, int] = {}
        if self._members_complete():
            try:
                last_seal, counts = self._contents_checked(manifest["business"])
            except ValueError as error:
                self.faults.add(MANIFEST, f"business: {error}")
            self._originals_checked()
            self._counts_compared(counts)
        return Verdict(
            faults=tuple(self.faults.found),
            more_faults=self.faults.more,
            notes=tuple(self.notes),
            manifest_sha256=self.reader.manifest_sha256,
            business=str(manifest["business"].get("name", "")),
            made_at=manifest["made_at"],
            last_seal=last_seal,
            counts=counts,
        )

    def _members_complete(self) -> bool:
        """Nothing missing, nothing extra; False where the checks would lack a member."""
        listed, there = set(self.reader.sizes), set(self.reader.infos) - {MANIFEST}
        for name in sorted(listed - there):
            self.faults.add(name, "is missing")
        for name in sorted(there - listed):
            self.faults.add(name, "is not in the manifest")
        for name in sorted(listed):
            if name not in ALWAYS and not ORIGINAL.fullmatch(name):
                self.faults.add(name, "is no name of an archive's member")
        for name in ALWAYS:
            if name not in listed:
                self.faults.add(name, "is not in the manifest, but every archive has it")
        return listed <= there and listed.issuperset(ALWAYS)

    def _contents_checked(self, business: Mapping[str, Any]) -> tuple[str, dict[str, int]]:
        seals = SealChecks(self.reader, whole(business, "firm_id"), whole(business, "id"))
        accounts = accounts_checked(self.reader)
        entries = EntryChecks(self.reader, accounts, seals)
        self._entries_checked(business, accounts, entries)
        entries.trial_balance_checked()
        counts = {"accounts": len(accounts), "entries": entries.entries, "lines": entries.lines}
        counts |= self._statements_checked(entries.ids)
        counts |= seals.audit_checked() | {"seal": seals.count}
        if seals.unsealed:
            self.notes.append(
                f"{seals.unsealed:,} entries and events were not sealed yet when the archive was"
                " made"
            )
        return seals.last_hash, counts

    def _entries_checked(
        self,
        business: Mapping[str, Any],
        accounts: Mapping[str, ArchivedAccount],
        entries: EntryChecks,
    ) -> None:
        """Check all entries while the ready exports are made anew of them, and compare those."""
        day = None if business.get("first_day") is None else text(business, "first_day")
        for name, stream in ((BEANCOUNT, entries.checked()), (JOURNAL, entries.again())):
            book = Book(
                business=text(business, "name"),
                base_currency=text(business, "base_currency"),
                accounts=tuple(a.account for a in accounts.values()),
                entries=stream,
                first_day=None if day is None else dt.date.fromisoformat(day),
            )
            made = MeasuredStream()
            export = export_get(EXPORTS[name])
            try:
                export.write(book, made.as_binary)
            except InputError as error:
                self.faults.add(name, error.message)
            for _ in stream:
                pass  # what the export left, so that every entry is checked
            _drain(self.reader.pieces(name))
            if self.reader.manifest["exports"].get(name) != export.version:
                self.notes.append(f"{name} was written by another version and is not compared")
            elif not self.faults.count and made.sha256 != self.reader.stated(name):
                self.faults.add(name, "says other than the accounts and entries")

    def _statements_checked(self, entry_ids: "array[int]") -> dict[str, int]:
        statements = StatementChecks(self.reader)
        statements.statements_checked()
        decisions = DecisionChecks(self.reader, statements.transactions, entry_ids)
        decisions.checked()
        return dict(statements.counts) | dict(decisions.counts)

    def _originals_checked(self) -> None:
        """Each original is what its name says: its own SHA-256."""
        for name in sorted(self.reader.sizes):
            match = ORIGINAL.fullmatch(name)
            if match is None:
                continue
            _drain(self.reader.pieces(name))
            if self.reader.stated(name) != match[1]:
                self.faults.add(name, "has another SHA-256 than its name says")

    def _counts_compared(self, found: dict[str, int]) -> None:
        stated = self.reader.manifest["counts"]
        found["originals"] = sum(1 for name in self.reader.sizes if ORIGINAL.fullmatch(name))
        for kind in sorted(stated.keys() | found.keys()):
            if stated.get(kind, 0) != found.get(kind, 0):
                said = (stated.get(kind, 0), found.get(kind, 0))
                self.faults.add(MANIFEST, f"counts {said[0]} of {kind}, found {said[1]}")


def _drain(pieces: Iterable[bytes]) -> None:
    for _ in pieces:
        pass
