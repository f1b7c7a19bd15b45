"""A business's books as plain records, between the database and every format.

Here: frozen records, debit positive. Not here: reading or writing a format (exports/, journals/),
or the database (selectors.py, services.py).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class BookAccount:
    """A ledger account. `type` is asset, liability, equity, income or expense.

    `parent_code` is "" at the top; a heading takes no lines. `key` is the standard role or "".
    """

    code: str
    name: str
    type: str
    currency: str
    key: str = ""
    parent_code: str = ""
    is_heading: bool = False
    is_active: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line: debit positive, in its account's currency."""

    account_code: str
    amount: Decimal
    currency: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class BookEntry:
    """One posted entry; `kind` is normal, opening, reversal or closing.

    `reverses` is the number of the entry it undoes, None for others. `posted_at` is UTC.
    """

    number: int
    date: dt.date
    kind: str
    description: str
    lines: tuple[BookLine, ...]
    reverses: int | None = None
    posted_at: dt.datetime | None = None
    posted_by: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A whole set of books. `entries` comes once, in order of number, and may be a stream.

    No entry is older than `first_day`; None where that is not known before they were all seen.
    """

    business: str
    base_currency: str
    accounts: tuple[BookAccount, ...]
    entries: Iterable[BookEntry]
    first_day: dt.date | None = None
