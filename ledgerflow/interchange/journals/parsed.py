"""What a journal of another program says, as plain records; pure, no Django.

Here: accounts, entries and the faults of a whole file. Not here: any program's syntax (its own
folder) or LedgerFlow's own accounts (services.py maps them). Amounts are debit positive, and
every entry read is balanced in each currency.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ledgerflow.statements.parsed import Fault

TRADING = "Equity:Trading"
"""Where the two sides of an exchange meet, one account a currency below it."""
ROUNDING = "Equity:Rounding"
"""What other programs tolerate as a rounding difference, so that books add up exactly."""


@dataclass(frozen=True, slots=True)
class JournalAccount:
    """An account as the file names it, with its parts set apart by colons.

    `type` is asset, liability, equity, income, expense, or "" where the file does not say.
    `currency` is the only one it is used with, "" where it has none or several.
    `line` is where it is declared or used first. In CSV, `name` may be a code; then `title` is
    the account's name where a column has it, and `cell` is the text as it stands in the rows.
    """

    name: str
    type: str = ""
    currency: str = ""
    line: int = 0
    title: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class JournalLineRead:
    """One line of an entry; `currency` is an ISO code."""

    account: str
    amount: Decimal
    currency: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class JournalEntryRead:
    """One entry, two lines or more; `line` is where it begins in the file."""

    line: int
    date: dt.date
    description: str
    lines: tuple[JournalLineRead, ...]


@dataclass(frozen=True, slots=True)
class ParsedJournal:
    """All that a file says. A fault of severity "error" keeps the whole file out of the books."""

    format: str
    title: str
    accounts: tuple[JournalAccount, ...]
    entries: Sequence[JournalEntryRead]
    faults: tuple[Fault, ...] = ()
