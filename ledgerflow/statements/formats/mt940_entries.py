"""One entry (:61:) and its details as the fields of a line.

Here: value date, entry date, sign, amount, type, references. Not here: balances and what an
entry belongs to (mt940_statements.py). Signs are the holder's: RC takes a credit back, so it is
money out; RD is money in. EC and ED are expected, not booked.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from ledgerflow.statements.formats import mt940_faults as faults_of
from ledgerflow.statements.formats.mt940_details import Details, details_of, details_of_ns, spaced
from ledgerflow.statements.formats.mt940_fields import Field
from ledgerflow.statements.formats.mt940_values import amount, day, entry_day
from ledgerflow.statements.parsed import Fault

_ENTRY = re.compile(
    r"\s*+([0-9]{6,12})\s*+(R?[CD]|E[CD])([A-Z]?)\s*+([0-9.,]++)\s*+([A-Z][A-Z0-9 ]{3})?(.*)",
    re.IGNORECASE | re.DOTALL,
)
_IN = frozenset({"C", "RD", "EC"})
_NO_REFERENCE = frozenset({"", "NONREF", "EREF", "KREF", "KREF+", "MARF", "PREF", "CREF"})
_REFERENCE_WIDTH = 16
_RAW_LIMIT = 400

EntryRow = tuple[Any, ...]
"""The fields of a line in the order of LINE_FIELDS."""


def entry_row(
    field: Field, details: list[Field], currency: str, faults: list[Fault]
) -> tuple[EntryRow | None, bool]:
    """(the line's fields or None, is it only expected) of a :61: with its :86: or :NS: fields.

    What cannot be read becomes faults; without a date or an amount there is no line.
    """
    found, supplementary = _matched(field)
    if found is None:
        faults.append(faults_of.bad_entry(field))
        return None, False
    dates, mark, _, digits, kind, tail = found.groups()
    mark = mark.upper()
    money = amount(digits, currency)
    if money is None:
        faults.append(faults_of.bad_amount(field, digits))
    date, value_date = _dates(field, dates, faults)
    if money is None or date is None:
        return None, False
    reference, bank_reference, extra = _references(tail or "")
    told = _details(details)
    supplement = spaced(" ".join([extra, *supplementary]))
    kind = (kind or "").strip().upper()
    row = (
        field.line,
        date,
        money if mark in _IN else _negative(money),
        _description(told, supplement, reference),
        value_date,
        bank_reference if bank_reference not in _NO_REFERENCE else reference,
        kind or told.code,
        reference if kind.endswith("CHK") and reference.isdigit() else "",
        told.counterparty,
        "",
        None,
        None,
        None,
        _raw(field, details),
    )
    return row, mark[0] == "E"


def _matched(field: Field) -> tuple[re.Match[str] | None, list[str]]:
    """The entry's match and the lines after it; a line break inside of the entry is mended."""
    lines = field.lines
    found = _ENTRY.match(lines[0])
    if found or len(lines) == 1:
        return found, lines[1:]
    return _ENTRY.match(lines[0].rstrip() + lines[1].lstrip()), lines[2:]


def _dates(field: Field, text: str, faults: list[Fault]) -> tuple[dt.date | None, dt.date | None]:
    """(the line's date, value date). The value date is the line's date where it exists.

    Else the entry date is taken and the impossible value date is noted.
    """
    split = 8 if len(text) in (8, 12) else 6
    value_text, entry_text = text[:split], text[split:]
    if len(entry_text) not in (0, 4):
        faults.append(faults_of.bad_date(field, text, "value date"))
        return None, None
    value_date = day(value_text)
    if value_date is not None:
        return value_date, value_date
    entry = entry_day(entry_text, value_text) if entry_text else None
    faults.append(faults_of.bad_date(field, value_text, "value date", is_note=entry is not None))
    return entry, None


def _references(tail: str) -> tuple[str, str, str]:
    """(customer's reference, bank's reference, what stands behind a reference's 16 places)."""
    customer, mark, bank = tail.partition("//")
    if mark or len(customer) <= _REFERENCE_WIDTH:
        return _known(customer), bank.strip(), ""
    return _known(customer[:_REFERENCE_WIDTH]), "", customer[_REFERENCE_WIDTH:]


def _known(reference: str) -> str:
    reference = reference.strip()
    return "" if reference.upper() in _NO_REFERENCE else reference


def _details(fields: list[Field]) -> Details:
    if not fields:
        return Details("")
    if fields[0].tag == "NS":
        return details_of_ns([line for field in fields for line in field.lines])
    return details_of([field.lines for field in fields])


def _description(told: Details, supplement: str, reference: str) -> str:
    """What the details say, the supplement where it says more; else the reference."""
    text = told.description
    if supplement and supplement not in text:
        text = f"{supplement} {text}" if text else supplement
    return text or reference


def _negative(money: Decimal) -> Decimal:
    return -money if money else money


def _raw(field: Field, details: list[Field]) -> str:
    parts = [":61:", "\n".join(field.lines)]
    for one in details:
        parts += [f"\n:{one.tag}:", "\n".join(one.lines)]
    return "".join(parts).rstrip()[:_RAW_LIMIT]
