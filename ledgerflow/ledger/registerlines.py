"""Lines of one account in order of day, entry and position, and places among them.

Here: what a register's row and place are, and reading some from a place on with one query. Not
here: the query (migrations/sql/read_register.sql), pages (register.py), a whole ledger
(generalledger.py).

Lines of one day are sorted by the database: the index knows account and day, and a day's lines
are few enough. An index that knew the entry as well would be six times as large.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from ledgerflow.core.errors import InputError
from ledgerflow.firms.models import Business

DIGITS_MAX = 18
FOREVER = "infinity"

# The table is named, quoted, so that a question outside a firm's scope is refused.
READ = """
SELECT * FROM lf_account_register(%s, %s, %s, %s, %s, %s, %s, %s) -- of "ledger_journalline"
"""


@dataclass(frozen=True, slots=True, order=True)
class RegisterPlace:
    """Where a line stands in its account's register. Written "2025-03-31.17.2"."""

    date: dt.date
    entry_id: int = 0
    position: int = 0

    def __str__(self) -> str:
        return f"{self.date}.{self.entry_id}.{self.position}"

    @classmethod
    def read(cls, text: str) -> "RegisterPlace":
        """The place that a text names; InputError where it is none."""
        day, *numbers = text.split(".")
        if len(numbers) == 2 and all(_is_number(number) for number in numbers):
            try:
                return cls(dt.date.fromisoformat(day), int(numbers[0]), int(numbers[1]))
            except ValueError:
                pass
        raise InputError(
            f"{text[:40]!r} is no place in a register.",
            code="register_place",
            hint="It is a day, an entry and a line, such as 2025-03-31.17.2; take it as printed.",
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX


class OtherAccount(NamedTuple):
    """An account that a line's entry moves besides the line's own."""

    code: str
    name: str


class RegisterRow(NamedTuple):
    """A line of an account, and what the account stands at after it; debit positive.

    `others` are the other accounts of its entry, by code.
    """

    # A tuple, because a general ledger is millions of these.
    date: dt.date
    number: int
    entry_id: int
    position: int
    kind: str
    description: str
    note: str
    amount: Decimal
    balance: Decimal
    others: tuple[OtherAccount, ...]

    @property
    def place(self) -> RegisterPlace:
        """Where the line stands among the others."""
        return RegisterPlace(self.date, self.entry_id, self.position)


@dataclass(frozen=True, slots=True)
class LinesRead:
    """Lines in order, and what the account stood at at the place they were read from.

    There, `lines_there` of the account's `total_lines` had come.
    """

    stood_at: Decimal
    lines_there: int
    total_lines: int
    found: Sequence[Sequence[Any]]

    def rows(self, opening: Decimal) -> tuple[RegisterRow, ...]:
        """The lines as rows, each with the balance after it."""
        rows = []
        balance = opening
        for *facts, amount, codes, names in self.found:
            balance += amount
            others = tuple(map(OtherAccount, codes or (), names or ()))
            rows.append(RegisterRow._make((*facts, amount, balance, others)))
        return tuple(rows)

    @property
    def amount(self) -> Decimal:
        """The sum of the lines."""
        return sum((line[AMOUNT] for line in self.found), Decimal(0))


AMOUNT = -3  # before the codes and names of other accounts


def lines_read(
    business: Business,
    account_id: int,
    place: RegisterPlace | None,
    *,
    is_backward: bool,
    ending: dt.date | None,
    limit: int,
) -> LinesRead:
    """At most `limit` lines before the day `ending`: those next after a place, or next before it.

    Without a place it is the end of all; without `ending` nothing ends.
    """
    where = (place.date, place.entry_id, place.position) if place else (FOREVER, 0, 0)
    with connection.cursor() as cursor:
        values = (business.pk, account_id, *where, is_backward, ending or FOREVER, limit)
        cursor.execute(READ, values)
        found = cursor.fetchall()
    stood_at, lines_there, total = found[0][:3]
    return LinesRead(stood_at, lines_there, total, [row[3:] for row in found if row[3]])
