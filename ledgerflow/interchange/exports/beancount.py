"""Books as a Beancount file, complete in itself.

Here: options, accounts, entries. Not here: account names (accountnames.py).

Entries with several currencies balance in each of them, so nothing has a price. What Beancount has
no place for is metadata: an account's code, name, key and description; an entry's number, kind and
the number of the entry it reverses; a line's note. An account that is closed is closed on the day
of its last line. A currency whose name Beancount cannot read gets one made of its bytes, and a
directive that says so.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import BinaryIO

from ledgerflow.core.errors import InputError
from ledgerflow.interchange.accountnames import account_names
from ledgerflow.interchange.book import Book, BookAccount, BookEntry
from ledgerflow.reports.figures import plain

_OPENED = dt.date(1900, 1, 1)  # where a book does not say when it begins
_COMMODITY = re.compile(r"[A-Z][A-Z0-9]*")
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\t": "\\t",
        "\r": "\\r",
        "\f": "\\f",
        "\b": "\\b",
        "\0": "�",
    }
)


def write(book: Book, out: BinaryIO) -> None:
    """Write the book as UTF-8.

    Raises InputError for an entry older than the day on which the book says that it begins.
    """
    for text in _text(book):
        out.write(text.encode())


def _text(book: Book) -> Iterator[str]:
    opened = book.first_day or _OPENED
    names = account_names(book.accounts)
    yield f"; The books of {' '.join(book.business.split())}\n\n"
    yield f'option "title" {_quoted(book.business)}\n'
    yield f'option "operating_currency" {_quoted(_commodity(book.base_currency))}\n\n'
    for currency in sorted({a.currency for a in book.accounts} | {book.base_currency}):
        if _commodity(currency) != currency:
            yield f"{opened} commodity {_commodity(currency)}\n  currency: {_quoted(currency)}\n"
    for account in book.accounts:
        yield _opening(account, names[account.code], opened)
    last_days: dict[str, dt.date] = {}
    for entry in book.entries:
        if entry.date < opened:
            raise _too_old(entry, opened)
        for line in entry.lines:
            known = last_days.get(line.account_code, opened)
            last_days[line.account_code] = max(known, entry.date)
        yield _entry(entry, names)
    closed = [a.code for a in book.accounts if not a.is_active]
    for code in closed:
        yield f"\n{last_days.get(code, opened)} close {names[code]}\n"


def _opening(account: BookAccount, name: str, opened: dt.date) -> str:
    rows = [
        f"{opened} open {name} {_commodity(account.currency)}",
        f"  code: {_quoted(account.code)}",
        f"  name: {_quoted(account.name)}",
    ]
    if account.key:
        rows.append(f"  key: {_quoted(account.key)}")
    if account.description:
        rows.append(f"  description: {_quoted(account.description)}")
    if account.is_heading:
        rows.append("  heading: TRUE")
    return "\n".join(rows) + "\n"


def _entry(entry: BookEntry, names: Mapping[str, str]) -> str:
    rows = [
        f"\n{entry.date} * {_quoted(entry.description)}",
        f"  number: {entry.number}",
        f"  kind: {_quoted(entry.kind)}",
    ]
    if entry.reverses is not None:
        rows.append(f"  reverses: {entry.reverses}")
    for line in entry.lines:
        amount = plain(line.amount, line.currency)
        rows.append(f"  {names[line.account_code]}  {amount} {_commodity(line.currency)}")
        if line.note:
            rows.append(f"    note: {_quoted(line.note)}")
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


@cache
def _commodity(currency: str) -> str:
    return currency if _COMMODITY.fullmatch(currency) else f"X{currency.encode().hex().upper()}"


def _too_old(entry: BookEntry, opened: dt.date) -> InputError:
    return InputError(
        f"Entry {entry.number} is of {entry.date}, before {opened}, the first day of the book.",
        code="entry_before_first_day",
        hint="Export again; if it happens again, run `ledgerflow verify`.",
    )
