"""One BAI2 row (16) and one account's summary (03) as values.

Here: fields of a row, of a summary, their amounts as the trailers add them up. Not here: what
an account, a group and a file are made of (bai2_statements.py).
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from ledgerflow.statements.formats import bai2_faults as faults_of
from ledgerflow.statements.formats.bai2_records import Record
from ledgerflow.statements.formats.bai2_types import CHECKS, NAMES, Direction, direction_of
from ledgerflow.statements.formats.bai2_values import PLAIN_FUNDS, amount, day, funds_width
from ledgerflow.statements.parsed import Fault

_RAW_LIMIT = 400
_PLAIN_FIELDS = 6
_NO_TEXT = frozenset({"", "-"})


class Row(NamedTuple):
    """A row: the fields of its line (None where it is none) and its amount as printed."""

    line: tuple[Any, ...] | None
    printed: Decimal


class SummaryItem(NamedTuple):
    """One balance or total of an account record; `amount` is None where it is left blank."""

    code: str
    amount: Decimal | None
    item_count: int | None


class _Split(NamedTuple):
    """A row cut into its fields; `value_text` is the day behind funds type V."""

    code: str
    amount: str
    value_text: str
    bank_reference: str
    reference: str
    text: str


ZERO = Decimal(0)


def row_of(record: Record, date: dt.date | None, currency: str, faults: list[Fault]) -> Row:
    """Read a 16 record with its continuations. `date` is its group's as-of date.

    What cannot be read becomes faults; a row without date, type or amount is no line.
    """
    split = _split(record)
    if split is None:
        faults.append(faults_of.bad_record(record, "the funds type of this row is unknown"))
        return Row(None, ZERO)
    direction = _direction(split.code)
    money = amount(split.amount, currency)
    if direction == 0 and not (money and money != 0):
        faults.append(faults_of.without_money(record))
        return Row(None, ZERO)
    if not direction:
        faults.append(faults_of.bad_type(record, split.code))
    if money is None:
        faults.append(faults_of.bad_amount(record, split.amount, "amount"))
    value_date = _value_date(record, split.value_text, faults) if split.value_text else None
    if not direction or money is None or date is None:
        return Row(None, money or ZERO)
    signed = money if direction > 0 else -money
    line = (
        record.line,
        date,
        signed if signed else abs(signed),
        _description(split),
        value_date,
        split.bank_reference or split.reference,
        split.code,
        split.reference if split.code in CHECKS and split.reference.isdigit() else "",
        "",
        "",
        None,
        None,
        None,
        f"16,{' '.join(record.segments)}"[:_RAW_LIMIT],
    )
    return Row(line, money)


def _split(record: Record) -> _Split | None:
    """Fields up to the funds may go on in a continuation; what then follows the row is text."""
    segments = record.segments
    plain = segments[0].split(",", 5)
    if len(plain) == _PLAIN_FIELDS and plain[2] in PLAIN_FUNDS:
        # nearly every row: all fields in the first record, nothing between funds and references
        code, money, _, bank, reference, text = plain
        if len(segments) > 1:
            text = " ".join((text, *segments[1:]))
        return _Split(
            code.strip(), money.strip(), "", _plain(bank), _plain(reference), _plain(text)
        )
    fields = segments[0].split(",")
    used = 1
    width = funds_width(fields, 2)
    # Fields before the text that a continuation holds: the first record is filled up.
    while used < len(segments) and (len(fields) < 3 or width is None or len(fields) < 3 + width):
        if width is None and len(fields) > 2 and fields[2].strip().upper() != "D":
            break
        fields += segments[used].split(",")
        used += 1
        width = funds_width(fields, 2)
    if width is None:
        return None
    at = 3 + width
    fields += [""] * (2 - len(fields))
    value_text = ""
    if width == 2 and fields[2].strip().upper() == "V":
        value_text = fields[3].strip() if len(fields) > 3 else ""
    rest = fields[at:]
    parts = [",".join(rest[2:]), *segments[used:]]
    return _Split(
        fields[0].strip(),
        fields[1].strip(),
        value_text,
        _plain(rest[0]) if rest else "",
        _plain(rest[1]) if len(rest) > 1 else "",
        _plain(" ".join(parts)),
    )


def _plain(text: str) -> str:
    """Whitespace normalised."""
    return " ".join(text.split()) if text else ""


@lru_cache(maxsize=1024)
def _direction(code: str) -> Direction | None:
    return direction_of(code) if _is_code(code) else None


def _value_date(record: Record, text: str, faults: list[Fault]) -> dt.date | None:
    found = day(text)
    if found is None:
        faults.append(faults_of.bad_date(record, text, "value date", is_note=True))
    return found


def _description(split: _Split) -> str:
    """The text; for a row without any, the name of its type and its reference."""
    if split.text not in _NO_TEXT:
        return split.text
    name = NAMES.get(split.code, f"Type {split.code}")
    return f"{name} {split.reference}".strip()


def _is_code(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isdigit()


def summary_of(
    record: Record, fields: list[str], currency: str, faults: list[Fault]
) -> Iterator[SummaryItem]:
    """The balances and totals behind account number and currency; blank ones are skipped."""
    at = 0
    while at < len(fields):
        code = fields[at].strip()
        if not code:
            at += 1
            continue
        if not _is_code(code):
            text = f"{code[:20]!r} stands where a three-digit type of balance must stand"
            faults.append(faults_of.bad_record(record, text))
            return
        text = fields[at + 1].strip() if at + 1 < len(fields) else ""
        count = fields[at + 2].strip() if at + 2 < len(fields) else ""
        width = funds_width(fields, at + 3)
        if width is None:
            # some writers leave out the blank count and funds type: the next code stands there
            width = next((w for w in (-1, -2) if _is_code(fields[at + 4 + w].strip())), None)
            count = ""
        if width is None:
            faults.append(faults_of.bad_record(record, f"the funds type of {code} is unknown"))
            return
        money = amount(text, currency) if text else None
        if text and money is None:
            faults.append(faults_of.bad_amount(record, text, code))
        is_count = count.isascii() and count.isdigit() and len(count) < 10
        yield SummaryItem(code, money, int(count) if is_count else None)
        at += 4 + width
