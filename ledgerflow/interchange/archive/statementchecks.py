"""What statements of an archive must hold: sums, links, originals.

Here: the rules, row by row; of each line and transaction only id and amount are kept. Not here:
entries (entrychecks.py), decisions (decisionchecks.py), or whether an original still says what its
statement says, which needs the reader of its format (`ledgerflow verify --deep`).
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledgerflow.interchange.archive.faults import Faults
from ledgerflow.interchange.archive.layout import ORIGINAL, STATEMENTS
from ledgerflow.interchange.archive.reading import ArchiveReader, Record
from ledgerflow.interchange.archive.records import amount, text, whole

_UNITS = 10_000
_WORD = (1 << 64) - 1


class KnownAmounts:
    """Ids with their amounts, 16 bytes each; ids come in rising order."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._amounts = array("Q")

    def add(self, key: int, value: Decimal) -> None:
        """Keep one. Raises ValueError where the id is not higher than the one before."""
        if self._ids and key <= self._ids[-1]:
            raise ValueError(f"id {key} comes after id {self._ids[-1]}")
        self._ids.append(key)
        self._amounts.append(_word(value))

    def __len__(self) -> int:
        return len(self._ids)

    def place_of(self, key: int) -> int:
        """Which one it is, from 0. Raises ValueError where there is none."""
        place = bisect_left(self._ids, key)
        if place == len(self._ids) or self._ids[place] != key:
            raise ValueError(f"id {key} is not in the archive")
        return place

    def is_amount(self, place: int, value: Decimal) -> bool:
        """True when the one there has this amount."""
        return self._amounts[place] == _word(value)

    def same_amount(self, place: int, other: "KnownAmounts", other_place: int) -> bool:
        """True when both have the amount."""
        return self._amounts[place] == other._amounts[other_place]


def _word(value: Decimal) -> int:
    # Amounts have 20 digits at most, a word 19 and a half: two that differ by exactly 2**64
    # hundredths of a cent would look alike, and nothing else would.
    return int(value * _UNITS) & _WORD


@dataclass(slots=True)
class _Statement:
    """What a statement says of itself, and what its lines have added up to so far."""

    proved: bool
    opening: Decimal | None
    closing: Decimal | None
    lines_sum: Decimal
    line_count: int
    found_sum: Decimal = Decimal(0)
    found: int = 0


class StatementChecks:
    """The rules of statements.jsonl."""

    def __init__(self, reader: ArchiveReader) -> None:
        self.reader = reader
        self.counts: Counter[str] = Counter()
        self._originals = {
            match[1]: name for name in reader.sizes if (match := ORIGINAL.fullmatch(name))
        }
        self._wanted: set[str] = set()
        self._bank_accounts: set[int] = set()
        self._files: set[int] = set()
        self._statements: dict[int, _Statement] = {}
        self._lines, self.transactions = KnownAmounts(), KnownAmounts()
        self._matched = bytearray()
        self._rules: Mapping[str, Callable[[Record], None]] = {
            "bank_account": self._bank_account,
            "file": self._file,
            "statement": self._statement,
            "line": self._line,
            "transaction": self._transaction,
            "match": self._match,
            "change": self._change,
        }

    @property
    def faults(self) -> Faults:
        """Where faults go."""
        return self.reader.faults

    def statements_checked(self) -> None:
        """Every record, then what must hold once all were seen."""
        records_checked(self.reader, STATEMENTS, self._rules, self.counts)
        for key, statement in self._statements.items():
            for wrong in _statement_faults(statement):
                self.faults.add(STATEMENTS, wrong, f"statement {key}")
        missing = len(self._lines) - self._matched.count(1)
        if missing:
            self.faults.add(STATEMENTS, f"{missing:,} lines report no bank transaction")
        for sha256 in self._originals.keys() - self._wanted:
            self.faults.add(self._originals[sha256], "is the original of no file")

    def _bank_account(self, record: Record) -> None:
        self._bank_accounts.add(whole(record, "id"))

    def _file(self, record: Record) -> None:
        self._files.add(whole(record, "id"))
        sha256 = text(record, "sha256")
        self._wanted.add(sha256)
        name = self._originals.get(sha256)
        if name is None:
            raise ValueError(f"the original {sha256} is not in the archive")
        if whole(record, "size_bytes") != self.reader.sizes[name]:
            raise ValueError(f"the original has {self.reader.sizes[name]:,} bytes, not as many")

    def _statement(self, record: Record) -> None:
        key = whole(record, "id")
        if key in self._statements:
            raise ValueError(f"id {key} is there twice")
        self._statements[key] = _Statement(
            proved=text(record, "own_verdict") == "proved",
            opening=_amount_or_none(record, "opening"),
            closing=_amount_or_none(record, "closing"),
            lines_sum=amount(record, "lines_sum"),
            line_count=whole(record, "line_count"),
        )
        if whole(record, "file_id") not in self._files:
            raise ValueError("its file is not in the archive")
        if whole(record, "bank_account_id") not in self._bank_accounts:
            raise ValueError("its bank account is not in the archive")

    def _line(self, record: Record) -> None:
        said = amount(record, "amount")
        self._lines.add(whole(record, "id"), said)
        self._matched.append(0)
        statement = self._statements.get(whole(record, "statement_id"))
        if statement is None:
            raise ValueError("its statement is not in the archive")
        statement.found += 1
        statement.found_sum += said

    def _transaction(self, record: Record) -> None:
        self.transactions.add(whole(record, "id"), amount(record, "amount"))

    def _match(self, record: Record) -> None:
        line = self._lines.place_of(whole(record, "line_id"))
        known = self.transactions.place_of(whole(record, "transaction_id"))
        if self._matched[line]:
            raise ValueError("the line reports two bank transactions")
        self._matched[line] = 1
        if not self._lines.same_amount(line, self.transactions, known):
            raise ValueError("the line has another amount than the bank transaction it reports")

    def _change(self, record: Record) -> None:
        self._lines.place_of(whole(record, "line_id"))
        for side in ("from_transaction_id", "to_transaction_id"):
            self.transactions.place_of(whole(record, side))


def records_checked(
    reader: ArchiveReader,
    member: str,
    rules: Mapping[str, Callable[[Record], None]],
    counts: Counter[str],
) -> None:
    """Hold each record of a member against the rule of its kind, and count the kinds."""
    for row, record in reader.records(member):
        kind = record.get("record")
        rule = rules.get(kind) if isinstance(kind, str) else None
        if rule is None:
            reader.faults.add(member, f"{kind!r} is no kind of record here", f"row {row}")
            continue
        counts[str(kind)] += 1
        try:
            rule(record)
        except ValueError as error:
            reader.faults.add(member, f"{kind}: {error}", f"row {row}")


def _statement_faults(statement: _Statement) -> list[str]:
    """What a statement's own figures do not keep."""
    wrong = []
    if statement.found != statement.line_count:
        wrong.append(f"has {statement.found} lines, not {statement.line_count}")
    if statement.found_sum != statement.lines_sum:
        wrong.append(f"its lines add up to {statement.found_sum}, not {statement.lines_sum}")
    opening, closing = statement.opening, statement.closing
    if statement.proved and opening is not None and closing is not None:
        made = opening + statement.found_sum
        if made != closing:
            wrong.append(f"{opening} and its lines are {made}, not {closing}")
    return wrong


def _amount_or_none(record: Mapping[str, Any], name: str) -> Decimal | None:
    return None if name in record and record[name] is None else amount(record, name)
