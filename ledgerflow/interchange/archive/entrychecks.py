"""What the entries of an archive must hold: balance, order, hashes, reversals, trial balance.

Here: the rules, entry by entry, with a memory that does not grow with the lines. Not here: reading
(reading.py, records.py) or statements (statementchecks.py).
"""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledgerflow.core.spreadsheets import text_restored
from ledgerflow.interchange.archive.faults import Faults
from ledgerflow.interchange.archive.layout import (
    ACCOUNT_COLUMNS,
    ACCOUNTS,
    BALANCE_COLUMNS,
    ENTRIES,
    TRIAL_BALANCE,
)
from ledgerflow.interchange.archive.reading import ArchiveReader
from ledgerflow.interchange.archive.records import (
    ArchivedAccount,
    ArchivedEntry,
    account_read,
    amount,
    csv_rows,
    entry_read,
    hash_of,
)
from ledgerflow.interchange.archive.sealchecks import SealChecks
from ledgerflow.interchange.book import BookEntry


def accounts_checked(reader: ArchiveReader) -> dict[str, ArchivedAccount]:
    """The accounts by code; a broken row, or a code or id that is there twice, is a fault."""
    found: dict[str, ArchivedAccount] = {}
    ids: set[int] = set()
    try:
        for number, cells in csv_rows(reader.text(ACCOUNTS), ACCOUNT_COLUMNS):
            archived = account_read(cells)
            if archived.account.code in found or archived.id in ids:
                reader.faults.add(ACCOUNTS, "an account is there twice", f"row {number}")
            found[archived.account.code] = archived
            ids.add(archived.id)
    except ValueError as error:
        reader.faults.add(ACCOUNTS, str(error))
    for archived in found.values():
        parent = archived.account.parent_code
        if parent and parent not in found:
            reader.faults.add(ACCOUNTS, f"{archived.account.code} stands under no known account")
    return found


class EntryChecks:
    """The rules of entries, and what later checks need to know of them."""

    def __init__(
        self, reader: ArchiveReader, accounts: Mapping[str, ArchivedAccount], seals: SealChecks
    ) -> None:
        self.reader = reader
        self.seals = seals
        self.accounts = accounts
        self.sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.ids = array("q")
        self.entries = self.lines = 0
        self._last_number = 0
        self._undone: dict[int, tuple[int, int | None, bytes]] = {}

    @property
    def faults(self) -> Faults:
        """Where faults go."""
        return self.reader.faults

    def checked(self) -> Iterator[BookEntry]:
        """All entries that can be read, checked while they are used."""
        for _, archived in self._read(silent=False):
            self._check(archived)
            if all(line.account_code in self.accounts for line in archived.entry.lines):
                yield archived.entry
        self.ids = array("q", sorted(self.ids))

    def again(self) -> Iterator[BookEntry]:
        """The same entries once more; now each reversal is held against what it reverses."""
        waiting = dict(self._undone)
        for _, archived in self._read(silent=True):
            entry = archived.entry
            if entry.number in waiting:
                by, its_id, opposite = waiting.pop(entry.number)
                if its_id != archived.id:
                    self._fault(by, f"names entry {entry.number} by another id")
                if opposite != _digest(entry, 1):
                    self._fault(by, f"is not the opposite of entry {entry.number}")
            if all(line.account_code in self.accounts for line in entry.lines):
                yield entry
        for number, (by, _, _) in waiting.items():
            self._fault(by, f"reverses entry {number}, which is not there")

    def trial_balance_checked(self) -> None:
        """The trial balance in the archive is that of the lines, and debits equal credits."""
        stated: dict[tuple[str, str], Decimal] = {}
        totals: defaultdict[str, Decimal] = defaultdict(Decimal)
        try:
            for number, cells in csv_rows(self.reader.text(TRIAL_BALANCE), BALANCE_COLUMNS):
                row = dict(zip(BALANCE_COLUMNS, map(text_restored, cells), strict=True))
                self._balance_row_checked(row, f"row {number}", stated)
        except ValueError as error:
            self.faults.add(TRIAL_BALANCE, str(error))
            return
        made = {
            (code, self.accounts[code].account.currency): total for code, total in self.sums.items()
        }
        for place in sorted(made.keys() | stated.keys()):
            if made.get(place) != stated.get(place):
                said = (stated.get(place, "nothing"), made.get(place, "nothing"))
                self.faults.add(
                    TRIAL_BALANCE, f"says {said[0]}, the lines say {said[1]}", " ".join(place)
                )
        for (_, currency), amount_stated in stated.items():
            totals[currency] += amount_stated
        for currency, total in sorted(totals.items()):
            if total:
                self.faults.add(TRIAL_BALANCE, f"debits exceed credits by {total} {currency}")

    def _balance_row_checked(
        self, row: Mapping[str, str], place: str, stated: dict[tuple[str, str], Decimal]
    ) -> None:
        side, sign = ("credit", -1) if row["credit"] else ("debit", 1)
        code = row["account_code"]
        if (code, row["currency"]) in stated:
            self.faults.add(TRIAL_BALANCE, "names an account a second time", place)
        stated[code, row["currency"]] = sign * amount(row, side)
        known = self.accounts.get(code)
        if known and (row["account_name"], row["account_type"]) != (
            known.account.name,
            known.account.type,
        ):
            self.faults.add(TRIAL_BALANCE, "names or sorts an account in another way", place)

    def _read(self, *, silent: bool) -> Iterator[tuple[int, ArchivedEntry]]:
        faults = Faults() if silent else self.faults
        for row, record in self.reader.records(ENTRIES, faults):
            try:
                yield row, entry_read(record)
            except ValueError as error:
                faults.add(ENTRIES, str(error), f"row {row}")

    def _check(self, archived: ArchivedEntry) -> None:
        entry = archived.entry
        self.entries += 1
        self.lines += len(entry.lines)
        self.ids.append(archived.id)
        if entry.number <= self._last_number:
            self._fault(entry.number, f"comes after entry {self._last_number}")
        self._last_number = max(self._last_number, entry.number)
        self.seals.entry_checked(archived)
        known = self._lines_checked(entry)
        self._reversal_noted(archived)
        if known and hash_of(archived, self.accounts) != archived.sha256:
            self._fault(entry.number, "is not what was posted: its SHA-256 differs")

    def _lines_checked(self, entry: BookEntry) -> bool:
        """False where an account is unknown, so that no hash can be made."""
        known = True
        balance: defaultdict[str, Decimal] = defaultdict(Decimal)
        for line in entry.lines:
            balance[line.currency] += line.amount
            archived = self.accounts.get(line.account_code)
            if archived is None:
                known = False
                self._fault(entry.number, f"names the unknown account {line.account_code!r}")
                continue
            self.sums[line.account_code] += line.amount
            if archived.account.currency != line.currency:
                self._fault(entry.number, f"has {line.currency} on {line.account_code}")
            if not line.amount:
                self._fault(entry.number, "has a line of zero")
        if len(entry.lines) < 2:
            self._fault(entry.number, f"has {len(entry.lines)} lines; an entry has two or more")
        for currency, gap in sorted(balance.items()):
            if gap:
                self._fault(entry.number, f"does not balance: {gap} {currency} too much in debit")
        return known

    def _reversal_noted(self, archived: ArchivedEntry) -> None:
        entry = archived.entry
        if (archived.reverses_id is None) != (entry.reverses is None):
            self._fault(entry.number, "reverses an entry by id or by number, not by both")
        if entry.reverses is None:
            if entry.kind == "reversal":
                self._fault(entry.number, "is a reversal of nothing")
            return
        if entry.kind not in {"reversal", "closing"}:
            self._fault(entry.number, f"reverses an entry, but is of kind {entry.kind}")
        if entry.reverses in self._undone:
            self._fault(entry.number, f"reverses entry {entry.reverses} a second time")
        self._undone[entry.reverses] = (entry.number, archived.reverses_id, _digest(entry, -1))

    def _fault(self, number: int, message: str) -> None:
        self.faults.add(ENTRIES, message, f"entry {number}")


def _digest(entry: BookEntry, sign: int) -> bytes:
    """What the entry does to each account, as a short value to compare."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in entry.lines:
        sums[line.account_code, line.currency] += sign * line.amount
    moved = sorted((place, str(total)) for place, total in sums.items() if total)
    return hashlib.sha256(repr(moved).encode()).digest()
