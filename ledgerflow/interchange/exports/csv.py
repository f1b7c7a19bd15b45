"""Books as CSV: one row a journal line, ready for a spreadsheet and for moving in again.

Here: the columns. Not here: how formulas are neutralised (core/spreadsheets.py).

UTF-8 with a byte order mark, because spreadsheets take CSV without one for another encoding; CR LF
and quotes by RFC 4180. Amounts are plain digits with a point: `amount` is debit positive, `debit`
and `credit` show the same figure in two columns. Text cells follow the rule of
core/spreadsheets.py: whoever reads them back takes one apostrophe away with `text_restored`.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ledgerflow.core.spreadsheets import text_neutral
from ledgerflow.interchange.book import Book, BookAccount, BookEntry
from ledgerflow.reports.figures import plain

ENCODING = "utf-8-sig"
COLUMNS = (
    "entry",
    "date",
    "kind",
    "description",
    "reverses",
    "position",
    "account_code",
    "account_name",
    "account_type",
    "amount",
    "debit",
    "credit",
    "currency",
    "note",
    "posted_at",
    "posted_by",
)


def write(book: Book, out: BinaryIO) -> None:
    """Write a header row and one row for every line, in order of entry and position."""
    accounts = {a.code: _account_cells(a) for a in book.accounts}
    text = io.TextIOWrapper(out, encoding=ENCODING, newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in book.entries:
        writer.writerows(_rows(entry, accounts))
    text.flush()
    text.detach()  # the stream is its owner's to close


def _account_cells(account: BookAccount) -> tuple[str, str, str]:
    return text_neutral(account.code), text_neutral(account.name), account.type


def _rows(
    entry: BookEntry, accounts: Mapping[str, tuple[str, str, str]]
) -> Iterator[tuple[object, ...]]:
    head = (
        entry.number,
        entry.date,
        entry.kind,
        text_neutral(entry.description),
        "" if entry.reverses is None else entry.reverses,
    )
    tail = (
        entry.posted_at.isoformat() if entry.posted_at else "",
        text_neutral(entry.posted_by),
    )
    for position, line in enumerate(entry.lines, 1):
        amount = plain(line.amount, line.currency)
        sides = ("", amount[1:]) if line.amount < 0 else (amount, "")
        yield (
            *head,
            position,
            *accounts[line.account_code],
            amount,
            *sides,
            text_neutral(line.currency),
            text_neutral(line.note),
            *tail,
        )
