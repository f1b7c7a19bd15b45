"""Accounts and entries of an archive as records, strictly read; pure.

Here: from CSV rows and JSON objects to records, refusing what has another shape. Not here: what
they must add up to (entrychecks.py). Every refusal is a ValueError whose text says what is wrong.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ledgerflow.core.spreadsheets import text_restored
from ledgerflow.interchange.accountnames import ROOTS
from ledgerflow.interchange.archive.layout import ACCOUNT_COLUMNS, AMOUNT
from ledgerflow.interchange.book import BookAccount, BookEntry, BookLine
from ledgerflow.ledger.content import entry_hash

HASH_BYTES = 32
KINDS = frozenset({"normal", "opening", "reversal", "closing"})


@dataclass(frozen=True, slots=True)
class ArchivedAccount:
    """An account and the id that hashes of entries name it by."""

    id: int
    account: BookAccount


@dataclass(frozen=True, slots=True)
class ArchivedEntry:
    """An entry with what its seal covers beside: ids, key, and the hash it was stored with."""

    id: int
    reverses_id: int | None
    posted_at: dt.datetime
    posted_by_id: int | None
    batch_id: int | None
    key: str
    sha256: str
    entry: BookEntry


def csv_rows(text: str, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV member with their numbers, the header being row 1. Raises ValueError."""
    csv.field_size_limit(len(text) + 1)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if number == 1 and row != list(columns):
                raise ValueError("row 1: these are not the columns of this file")
            if len(row) != len(columns):
                raise ValueError(f"row {number}: {len(row)} cells, not {len(columns)}")
            if number > 1:
                yield number, row
    except csv.Error as error:
        raise ValueError(f"is no CSV: {error}") from error


def account_read(cells: Sequence[str]) -> ArchivedAccount:
    """A row of accounts.csv."""
    cell = dict(zip(ACCOUNT_COLUMNS, map(text_restored, cells), strict=True))
    if cell["type"] not in ROOTS:
        raise ValueError(f"{cell['type']!r} is no type of account")
    flags = [{"0": False, "1": True}.get(cell[name]) for name in ("is_heading", "is_active")]
    if None in flags:
        raise ValueError("is_heading and is_active are 0 or 1")
    account = BookAccount(
        code=cell["code"],
        name=cell["name"],
        type=cell["type"],
        currency=cell["currency"],
        key=cell["key"],
        parent_code=cell["parent_code"],
        is_heading=bool(flags[0]),
        is_active=bool(flags[1]),
        description=cell["description"],
    )
    return ArchivedAccount(int(cell["id"]), account)


def entry_read(record: Mapping[str, Any]) -> ArchivedEntry:
    """An object of entries.jsonl."""
    kind = text(record, "kind")
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of entry")
    lines = record.get("lines")
    if not isinstance(lines, list):
        raise ValueError("lines is no list")  # noqa: TRY004
    entry = BookEntry(
        number=whole(record, "number"),
        date=dt.date.fromisoformat(text(record, "date")),
        kind=kind,
        description=text(record, "description"),
        lines=tuple(map(_line, lines)),
        reverses=whole_or_none(record, "reverses"),
        posted_by=text(record, "posted_by"),
    )
    return ArchivedEntry(
        id=whole(record, "id"),
        reverses_id=whole_or_none(record, "reverses_id"),
        posted_at=moment(record, "posted_at"),
        posted_by_id=whole_or_none(record, "posted_by_id"),
        batch_id=whole_or_none(record, "batch_id"),
        key=text(record, "key"),
        sha256=hexadecimal(record, "sha256").hex(),
        entry=entry,
    )


def hash_of(archived: ArchivedEntry, accounts: Mapping[str, ArchivedAccount]) -> str:
    """The entry's hash, made anew from its content; every account must be known."""
    entry = archived.entry
    lines = [(accounts[x.account_code].id, x.amount, x.currency, x.note) for x in entry.lines]
    made = entry_hash(entry.date, entry.kind, archived.reverses_id, entry.description, lines)
    return made.hex()


def _line(record: Any) -> BookLine:
    if not isinstance(record, dict):
        raise ValueError("a line is no object")  # noqa: TRY004  # every refusal is a ValueError
    return BookLine(
        account_code=text(record, "account"),
        amount=amount(record, "amount"),
        currency=text(record, "currency"),
        note=text(record, "note"),
    )


def text(record: Mapping[str, Any], name: str) -> str:
    """A column that is a text."""
    value = record.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")  # noqa: TRY004
    return value


def whole(record: Mapping[str, Any], name: str) -> int:
    """A column that is a whole number which PostgreSQL can hold."""
    value = record.get(name)
    if type(value) is not int or not -(1 << 63) <= value < 1 << 63:
        raise ValueError(f"{name} is no whole number")
    return value


def whole_or_none(record: Mapping[str, Any], name: str) -> int | None:
    """As `whole`, for a column that may be empty; it must be there."""
    return None if name in record and record[name] is None else whole(record, name)


def moment(record: Mapping[str, Any], name: str) -> dt.datetime:
    """A column that is a moment with its zone."""
    value = dt.datetime.fromisoformat(text(record, name))
    if value.tzinfo is None:
        raise ValueError(f"{name} has no time zone")
    return value


def hexadecimal(record: Mapping[str, Any], name: str) -> bytes:
    """A column that is a hash of 32 bytes."""
    value = bytes.fromhex(text(record, name))
    if len(value) != HASH_BYTES:
        raise ValueError(f"{name} has {len(value)} bytes, not {HASH_BYTES}")
    return value


def amount(record: Mapping[str, Any], name: str) -> Decimal:
    """A column that is an amount: a text with four decimals."""
    value = record.get(name)
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        raise ValueError(f"{name} is no amount with four decimals")
    return Decimal(value)
