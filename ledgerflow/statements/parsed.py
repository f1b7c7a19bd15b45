"""The frozen records that readers hand out; pure, no Django.

Here: what a statement file says, in LedgerFlow's words and signs. Not here: judging it
(proof.py), comparing it (dedupe.py) or storing it (services.py).

Signs: every amount and every balance is the holder's view: money in is positive, money owed
on a card is negative. A reader that meets the opposite convention turns it round and says so
in `ParsedFile.reading`.
"""

import datetime as dt
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Severity = Literal["error", "note"]

EXCERPT_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that could not be read, or that a person should know.

    An `error` keeps the statement from being proved and published; a `note` only informs.
    `line` is the 1-based physical line (or row), `column` the field's name or number.
    """

    code: str
    message: str
    hint: str
    line: int | None = None
    column: str = ""
    excerpt: str = ""
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Balance:
    """A printed balance; `date` is None where the bank prints none."""

    amount: Decimal
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PrintedTotals:
    """Totals and counts that the bank printed; None where it did not. Amounts are positive."""

    money_in: Decimal | None = None
    money_out: Decimal | None = None
    count_in: int | None = None
    count_out: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedLine:
    """One row as the bank said it. `balance` is the running balance after this row."""

    row: int
    date: dt.date
    amount: Decimal
    description: str
    value_date: dt.date | None = None
    bank_id: str = ""
    bank_type: str = ""
    check_number: str = ""
    counterparty: str = ""
    currency: str = ""
    balance: Decimal | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    raw: str = ""


class ManyLines(Sequence[ParsedLine]):
    """Lines that know figures over all of them without being made one by one (packed.py)."""

    __slots__ = ()

    @abstractmethod
    def total(self) -> Decimal:
        """The signed sum of the amounts."""

    @abstractmethod
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The earliest and the latest booking day; None without lines."""


@dataclass(frozen=True, slots=True)
class ParsedStatement:
    """One account's period in a file, lines in the file's own order.

    `lines` is a tuple, or `PackedLines` where they are many: go through them once and in order,
    and see figures.py for what can be had without making each line.

    `account_kind` is "checking", "savings", "card", "investment", "loan" or "" (unknown).
    `newest_first` tells how running balances chain. `stated_empty` is True only where the
    bank says that nothing moved. `pending` lines are not booked and not part of any sum.
    """

    account_id: str
    currency: str
    lines: Sequence[ParsedLine]
    bank_code: str = ""
    account_kind: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    totals: PrintedTotals = PrintedTotals()
    pending: tuple[ParsedLine, ...] = ()
    newest_first: bool = False
    stated_empty: bool = False

    @property
    def sum(self) -> Decimal:
        """Signed sum of the booked lines, holder's view."""
        if isinstance(self.lines, ManyLines):
            return self.lines.total()
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def first_date(self) -> dt.date | None:
        """Earliest booking date of the booked lines."""
        if isinstance(self.lines, ManyLines):
            return span[0] if (span := self.lines.span()) else None
        return min((line.date for line in self.lines), default=None)

    @property
    def last_date(self) -> dt.date | None:
        """Latest booking date of the booked lines."""
        if isinstance(self.lines, ManyLines):
            return span[1] if (span := self.lines.span()) else None
        return max((line.date for line in self.lines), default=None)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """All that a reader found: statements and every fault of the file together.

    `reading` explains in JSON-able words how the file was understood (encoding, layout,
    sign convention); for CSV it is the profile that can be remembered and corrected.
    """

    format: str
    statements: tuple[ParsedStatement, ...]
    faults: tuple[Fault, ...] = ()
    reading: Mapping[str, Any] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the file out of the books."""
        return tuple(f for f in self.faults if f.severity == "error")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes to read and the name they came under. `profile` is a remembered reading.

    `password` opens an encrypted file; it lives in memory only: never stored, logged or shown.
    """

    name: str
    data: bytes
    profile: Mapping[str, Any] | None = None
    password: str = field(default="", repr=False)
