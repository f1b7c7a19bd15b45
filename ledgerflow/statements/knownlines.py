"""The lines that an account's transactions are known by; pure.

Here: one record per line, in the order that matching needs, and the rules a match may have. Not
here: loading them (publishing.py) or matching (dedupe.py, leftovers.py).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple, Protocol

RULE_NEW = "new"
RULE_BANK_ID = "bank_id"
RULE_SAME_ROW = "same_row"
RULE_BALANCE = "same_balance"
RULE_BOUND = "bound"
RULE_ALIKE = "alike"
RULE_COUNTED = "counted"
RULE_NEAR = "near"
RULE_SPLIT = "split"
RULE_JOIN = "join"

UNSURE = frozenset({RULE_COUNTED})
"""Rules by which only the count speaks for a merge, and no word: a person may want to look."""

RULES_ACROSS_DAYS = (RULE_COUNTED, RULE_NEAR, RULE_SPLIT, RULE_JOIN, RULE_BOUND)
"""Only a match by one of these may join lines of several days; there are few of them."""


class KnownLine(NamedTuple):
    """A line of an earlier statement, and the transaction that it reports.

    `is_live` is the transaction's; `stands` is False where the line's import was undone;
    `pinned`: a person said which lines the transaction is made of; `wanders`: it has lines on
    several days. `currency` is empty where it is the account's own.
    """

    transaction_id: int
    date: dt.date
    amount: Decimal
    description: str
    bank_id: str = ""
    source: int = 0
    is_live: bool = True
    stands: bool = True
    pinned: bool = False
    wanders: bool = False
    balance: Decimal | None = None
    value_date: dt.date | None = None
    counterparty: str = ""
    check_number: str = ""
    currency: str = ""


class KnownLines(Protocol):
    """The known lines of one account around the days of a statement."""

    def __iter__(self) -> Iterator[KnownLine]:
        """All of them, by day."""

    def of_amounts(self, amounts: Collection[Decimal]) -> Iterable[KnownLine]:
        """Those of these amounts, by day."""


class KnownList:
    """Known lines that are in memory, in any order."""

    def __init__(self, lines: Iterable[KnownLine] = ()) -> None:
        self._lines = sorted(lines, key=lambda line: (line.date, line.transaction_id))

    def __iter__(self) -> Iterator[KnownLine]:
        return iter(self._lines)

    def of_amounts(self, amounts: Collection[Decimal]) -> list[KnownLine]:
        """Those of these amounts, by day."""
        return [line for line in self._lines if line.amount in amounts]
